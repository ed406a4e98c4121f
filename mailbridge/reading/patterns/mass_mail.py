"""Fields of mailing lists and of programs that send to many. Data: lower-case names with their origin."""

from __future__ import annotations

from mailbridge.reading.patterns.phrase import Phrase, Phrases

LIST_FIELDS = Phrases((
    Phrase("list-id", "RFC 2919", "en"),
    Phrase("list-post", "RFC 2369", "en"),
    Phrase("mailing-list", "ezmlm, Yahoo Groups", "en"),
    Phrase("x-mailing-list", "Majordomo, vger", "en"),
    Phrase("x-beenthere", "Mailman, Google Groups", "en"),
    Phrase("x-mailman-version", "Mailman", "en"),
    Phrase("x-google-group-id", "Google Groups", "en"),
    Phrase("x-ml-name", "fml", "ja"),
    Phrase("x-ml-count", "fml", "ja"),
    Phrase("x-sequence", "Sympa", "en"),
    Phrase("x-listname", "Lyris", "en"),
    Phrase("x-listserver", "CommuniGate", "en"),
    Phrase("x-list-administrivia", "Mailman", "en"),
))

BULK_FIELDS = Phrases((
    Phrase("list-unsubscribe", "RFC 2369", "en"),
    Phrase("list-unsubscribe-post", "RFC 8058", "en"),
    Phrase("x-csa-complaints", "Certified Senders Alliance", "en"),
    Phrase("x-campaign", "Mailchimp", "en"),
    Phrase("x-campaignid", "Mailchimp, Campaign Monitor", "en"),
    Phrase("x-campaign-id", "any", "en"),
    Phrase("x-mailchimp-id", "Mailchimp", "en"),
    Phrase("x-mailer-info", "Eloqua, Emarsys", "en"),
    Phrase("x-mailer-lid", "Interspire", "en"),
    Phrase("x-mailer-recptid", "Interspire", "en"),
    Phrase("x-newsletter", "any", "en"),
    Phrase("x-cron-env", "cron", "en"),
    Phrase("x-feed2imap-version", "feed readers", "en"),
    Phrase("x-github-reason", "GitHub", "en"),
    Phrase("x-gitlab-project", "GitLab", "en"),
    Phrase("x-jira-fingerprint", "Jira", "en"),
    Phrase("x-facebook-notify", "Facebook", "en"),
    Phrase("x-linkedin-class", "LinkedIn", "en"),
))

BULK_MAILERS = Phrases((
    Phrase("mailchimp", "Mailchimp", "en"),
    Phrase("phplist", "phpList", "en"),
    Phrase("cleverreach", "CleverReach", "de"),
    Phrase("inxmail", "Inxmail", "de"),
    Phrase("rapidmail", "rapidmail", "de"),
    Phrase("sendinblue", "Brevo", "fr"),
    Phrase("mailerlite", "MailerLite", "en"),
    Phrase("campaign monitor", "Campaign Monitor", "en"),
    Phrase("constant contact", "Constant Contact", "en"),
    Phrase("acymailing", "AcyMailing", "fr"),
    Phrase("massmailer", "any", "en"),
))

REPORT_SUBJECTS = Phrases((
    # reports on how our own domain's mail fares; attached as XML or JSON
    Phrase("report domain:", "RFC 7489", "en"),
))

ENCLOSED_REPORT_SUBJECTS = Phrases((
    Phrase("dmarc aggregate report", "Amazon SES", "en"),
    Phrase("dmarc report", "any", "en"),
    Phrase("tls-report", "RFC 8460", "en"),
    Phrase("tls report", "any", "en"),
))

NO_REPLY = frozenset({
    "noreply", "no-reply", "no_reply", "no.reply", "donotreply", "do-not-reply", "do_not_reply", "nichtantworten",
    "ne-pas-repondre", "nepasrepondre", "noresponder", "no-responder", "nao-responda", "naoresponda", "notifications",
    "notification", "newsletter", "mailer", "bounces", "bounce",
})
