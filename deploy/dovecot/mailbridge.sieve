# A copy of each mail for the bridge; the mailbox gets its own as ever. Per person: as their ~/.dovecot.sieve. For everybody:
# see 90-mailbridge.conf. Dovecot keeps the sender, so that Heap gets the mail as it came.
require ["copy"];

redirect :copy "crm@bridge.example.com";
