"""Access tokens for mailboxes (OAuth 2.0, RFC 6749): how they are first had, kept, and renewed before they expire.

    providers    whose addresses and scopes they are            pure
    exchange     one request to a provider
    tokens       the tokens of a mailbox, and their file
    access       the token to sign in with now; renews it
    browser      signing in with a browser: PKCE (RFC 7636) and a redirect to this machine (RFC 8252)
    device       signing in with a code on another device (RFC 8628)

Knows nothing of IMAP. Why not a library? It is three kinds of request, each a form and a JSON object. msal and
google-auth bring 15 MB of cryptography for what is not needed here, msal asks the network in its constructor, and each
is for one provider; requests-oauthlib knows no device code and keeps no tokens.
"""
