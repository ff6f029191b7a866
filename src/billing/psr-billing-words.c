/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-billing-words"

#include "config.h"

#include "psr-billing-reason.h"
#include "psr-billing-words.h"
#include "psr-check.h"

static const char * const services[] = { "Business Central", "Wello", "Microsoft Entra ID", NULL };

/* What our own words in a reason are made of, besides the reasons themselves. They are
 * marked for translation where they are said; the test of this file says which isn't any
 * more. The first that fits counts, so the longer of two that are alike comes first. What
 * a service said isn't here: it stays as it was said. */
static const PsrPhrase phrases[] = {
  /* psr-echo-check.c, psr-price-gate.c, psr-quote-trial.c */
  { "line %u is of %s instead of %s" },
  { "the quantity of line %u is %s instead of %s", .amounts = TRUE },
  { "the unit of line %u is %s instead of %s" },
  { "line %u has no price in Business Central" },
  { "line %u costs %s instead of %s", .amounts = TRUE },
  { "line %u has %s %% where %s %% was agreed (%s,%s)" },
  { "it is for customer %s" },
  { "it has %u line instead of %u", "it has %u lines instead of %u" },
  { "it costs %s instead of %s", .amounts = TRUE },
  { "the amounts are too large" },
  { "the VAT of one rate is {is} instead of {should}", .amounts = TRUE },
  { "its total without VAT is {is} instead of {should}", .amounts = TRUE },
  { "its VAT is {is} instead of {should}", .amounts = TRUE },
  { "without VAT it costs {is} instead of {should} ({by})", .amounts = TRUE },
  { "A trial quote didn’t stay a draft; %s is left in Business Central." },

  /* psr-lookup.c: which documents have one number. */
  { "%s; also %s" },
  { "sales order %s of customer %s" },
  { "sales invoice %s of customer %s" },

  /* The pusher, the collector and the recovery. */
  { "no answer" },
  { "it accepted" },
  { "an earlier answer of it was lost, and what it was told then may still arrive" },
  { "the program ended before the answer came" },
  { "of another sales organization" },
  { "gone" },
  { "%s Wello keeps the number %s." },
  { "The document was about to be sent too late. Nothing was sent." },
  { "This computer was asleep, or very busy." },

  /* psr-document-builder.c, psr-billable.c, psr-decimal.c: why it can't be built. */
  { "The document can’t be made over API v1.0." },
  { "A line is of %s, which API v1.0 can’t make." },
  { "Bill hours as an item or an account, under [Labour] in the profile, or write ApiVersion=v2.0; then approve it again." },
  { "What was read of the invoice can’t be used any more" },
  { "Another version of Passerelle wrote it." },
  { "It is read again with the next run." },
  { "The amount is too large" },
  { "The number has more than five decimal places" },
  { "The number isn’t a whole number" },

  /* Of errors of the network and of a service why, or what where it has no why. */
  { "It answered with status %u." },
  { "%s can’t be reached.", NULL, services },
  { "The certificate of %s isn’t trusted.", NULL, services },
  { "%s doesn’t accept the sign-in.", NULL, services },
  { "%s doesn’t allow this.", NULL, services },
  { "%s doesn’t know this address or record.", NULL, services },
  { "%s refused it.", NULL, services },
  { "Somebody else changed the record in %s in the meantime.", NULL, services },
  { "%s says that we ask too much.", NULL, services },
  { "%s can’t do it at the moment.", NULL, services },
  { "What came back isn’t an answer of %s.", NULL, services },
  { "The request or the answer is too large for %s.", NULL, services },
  { "The place where reading from %s was interrupted is no longer known.", NULL, services },
  { "The request to %s was cancelled.", NULL, services },
  { "The request was cancelled." },
  { "It isn’t known yet whether %s carried it out.", NULL, services },
  { "The certificate of “%s” isn’t trusted. Nothing was sent." },
  { "“%s” can’t be reached. Nothing was sent." },
  { "It didn’t accept a connection in time." },
  { "“%s” didn’t answer completely." },
  { "It took longer than %d second.", "It took longer than %d seconds." },
  { "The server wanted the request on another connection." },
  { "The answer of “%s” is too large." },
  { "It is longer than %s." },
  { "The proxy refused the connection (%u)." },
  { "The turn to ask %s came too late. Nothing was sent.", NULL, services },
  { "The service asked us to wait, or this computer was asleep." },
  { "%s asks us to wait. Nothing was sent.", NULL, services },
  { "Passerelle was asked to stop meanwhile." },
  { "It was issued by an authority that this computer doesn’t know." },
  { "It was issued for another server." },
  { "It isn’t valid yet." },
  { "It has expired." },
  { "It was revoked." },
  { "It uses a method that is no longer secure." },
  { "It could not be verified." },
  { "Business Central doesn’t say which version of the record it has." },
  { "Its answer has no ETag, so that what others changed could be lost." },
  { "Business Central sent a record that can’t be read." },
  { "Wello sent a record that can’t be read." },
  { "The record isn’t an object." },
  { "A row isn’t an object." },
  { "The service sent an answer that can’t be read." },
  { "The answer isn’t an object." },
  { "The answer holds no list of rows." },
  { "The link to the next page can’t be read." },
  { "Reading from %s doesn’t come to an end.", NULL, services },
  { "The list has more pages than Passerelle reads." },
  { "A page that was read already is named as the next one." },

  /* Signing in. */
  { "Business Central doesn’t accept the sign-in." },
  { "Nobody is signed in to Business Central." },
  { "The profile says that a person signs in, and nobody has yet." },
  { "Sign in to Business Central again." },
  { "%s doesn’t accept the user name or password.", NULL, services },
  { "The user “%s” of the domain “%s” was refused." },
  { "The user “%s” was refused." },
};

/**
 * psr_billing_words_list:
 * @n_phrases: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_phrases): what our own words in a reason are
 *   made of, besides the reasons themselves
 */
const PsrPhrase *
psr_billing_words_list (gsize *n_phrases)
{
  g_return_val_if_fail (n_phrases != NULL, NULL);

  *n_phrases = G_N_ELEMENTS (phrases);

  return phrases;
}

/* A reason may be named in another one: “It was tried several times; at last: …” */
static const GArray *
get_book (void)
{
  static GArray *book;
  static gsize made;

  if (g_once_init_enter (&made))
    {
      book = g_array_new (FALSE, FALSE, sizeof (PsrPhrase));
      g_array_append_vals (book, phrases, G_N_ELEMENTS (phrases));

      for (PsrBillingReason reason = PSR_REASON_NONE + 1; reason < PSR_N_REASONS; reason++)
        {
          PsrPhrase phrase = { NULL };
          const char *what, *mend;

          psr_billing_reason_get_texts (reason, &what, &phrase.text, &mend);

          if (!g_str_equal (phrase.text, "%s"))
            g_array_append_val (book, phrase);
        }

      g_once_init_leave (&made, 1);
    }

  return book;
}

static char *
translate (const char         *form,
           PsrPhraseDirection  direction,
           const char         *text)
{
  const GArray *book = get_book ();
  const PsrPhrase first = { .text = form };

  return psr_phrase_translate (&first, (const PsrPhrase *) (const void *) book->data, book->len, direction, text);
}

static PsrExplanation *
translate_all (const char           *code,
               PsrPhraseDirection    direction,
               const PsrExplanation *words)
{
  const char *form_what = "", *form_why = "", *form_mend = "";
  const PsrCheck *check = psr_check_find (code);
  PsrBillingReason reason = PSR_REASON_NONE;
  g_autofree char *what = NULL;
  g_autofree char *why = NULL;
  g_autofree char *mend = NULL;

  if (psr_billing_reason_from_string (code, &reason))
    {
      psr_billing_reason_get_texts (reason, &form_what, &form_why, &form_mend);
    }
  else if (check != NULL)
    {
      form_what = check->what;
      form_why = check->why;
      form_mend = check->mend;
    }

  what = translate (form_what, direction, words->what);
  mend = translate (form_mend, direction, words->mend);

  /* What a person wrote, or that person’s number of a document, is nobody else’s. */
  if (reason == PSR_REASON_SKIPPED || reason == PSR_REASON_ALREADY_INVOICED)
    why = g_strdup (words->why);
  else
    why = translate (form_why, direction, words->why);

  return psr_explanation_new (what, why, mend);
}

/**
 * psr_billing_words_write:
 * @code: the name of a reason or a check
 * @told: what is told of it, in the user's language
 *
 * Returns: (transfer full): the same in English, as the ledger keeps it: whoever reads it
 *   next may speak another language. What a service said, and what a person wrote, stays
 *   as it is
 */
PsrExplanation *
psr_billing_words_write (const char           *code,
                         const PsrExplanation *told)
{
  g_return_val_if_fail (code != NULL && told != NULL, NULL);

  return translate_all (code, PSR_PHRASE_TO_SOURCE, told);
}

/**
 * psr_billing_words_read:
 * @code: the name of a reason or a check
 * @kept: what the ledger has, written by psr_billing_words_write()
 *
 * Returns: (transfer full): the same in the user's language; what isn't in English, as an
 *   earlier version wrote it, stays as it is
 */
PsrExplanation *
psr_billing_words_read (const char           *code,
                        const PsrExplanation *kept)
{
  g_return_val_if_fail (code != NULL && kept != NULL, NULL);

  return translate_all (code, PSR_PHRASE_TO_READER, kept);
}
