"""Everything that knows Heap, WBP Systems' CRM, and nothing else does.

    operators, letters, checks -> wire      a write -> the fields that are sent: the last gate, pure
    decoding, scanner -> replies            bytes -> what they mean, pure
    address, transport, pace -> client      one account's requests, with their limits
    people, proof                           questions to Heap: who is this, did that write arrive
    marker, outcomes, dates                 values
    command                                 `mailbridge heap`

The one description of the API is the vendor's page. What it leaves open is answered where the answer is used.
"""
