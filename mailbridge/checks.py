from mailbridge.heap.checks import problems as problems
