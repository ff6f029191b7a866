/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <unistd.h>

#include "psr-billing-reason.h"
#include "psr-billing-words.h"
#include "psr-check.h"
#include "psr-document-maker.h"
#include "psr-ledger-document.h"

static const char * const languages[] = { "fr_FR.UTF-8", "nl_NL.UTF-8", "de_DE.UTF-8" };

/* What Business Central says, word for word. */
#define SAID "Customer No. 10000 is blocked: it costs nothing. Ask John (7). (a1b2)"

static void
speak (const char *locale)
{
  g_assert_nonnull (setlocale (LC_ALL, locale));
}

/* A phrase with something in it, in the language that is spoken. */
static char *
say (const PsrPhrase *phrase,
     gboolean         one)
{
  const char *form = phrase->plural != NULL ? ngettext (phrase->text, phrase->plural, one ? 1 : 3) : gettext (phrase->text);
  g_autoptr(GString) text = g_string_new (form);
  guint count = 0;

  g_string_replace (text, "{is}", "12.50", 0);
  g_string_replace (text, "{should}", "-1234.5", 0);
  g_string_replace (text, "{by}", "0.07", 0);
  for (char *found; (found = strchr (text->str, '%')) != NULL;)
    {
      gssize at = found - text->str;
      const char *with;

      if (found[1] == 's')
        with = phrase->names != NULL && count == 0 ? phrase->names[0] : (count % 2 == 0 ? "A-10.1" : "KG B");
      else if (found[1] == '%')
        with = "\001";
      else
        with = one && count == 0 ? "1" : "3";

      g_string_erase (text, at, 2);
      g_string_insert (text, at, with);
      count++;
    }
  g_string_replace (text, "\001", "%", 0);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check_same (const PsrExplanation *is,
            const PsrExplanation *should)
{
  g_assert_cmpstr (is->what, ==, should->what);
  g_assert_cmpstr (is->why, ==, should->why);
  g_assert_cmpstr (is->mend, ==, should->mend);
}

/* Told in one language, it is kept in English, and told in each. */
static void
check_reason (PsrBillingReason  reason,
              const PsrPhrase  *phrase,
              const char       *before,
              const char       *behind,
              gboolean          one)
{
  const char *name = psr_billing_reason_to_string (reason);
  g_autoptr(PsrExplanation) english = NULL;
  g_autofree char *subject = NULL;

  speak ("C.UTF-8");
  {
    g_autofree char *words = phrase != NULL ? say (phrase, one) : g_strdup ("");

    subject = g_strconcat (before, words, behind, NULL);
    english = psr_billing_reason_explain (reason, subject);
  }

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr(PsrExplanation) told = NULL;
      g_autoptr(PsrExplanation) kept = NULL;
      g_autofree char *words = NULL;
      g_autofree char *about = NULL;

      speak (languages[i]);
      words = phrase != NULL ? say (phrase, one) : g_strdup ("");
      about = g_strconcat (before, words, behind, NULL);
      told = psr_billing_reason_explain (reason, about);
      g_assert_cmpstr (told->what, !=, english->what);
      kept = psr_billing_words_write (name, told);
      check_same (kept, english);

      for (gsize j = 0; j < G_N_ELEMENTS (languages); j++)
        {
          g_autoptr(PsrExplanation) other = NULL;
          g_autoptr(PsrExplanation) read = NULL;
          g_autofree char *other_words = NULL;
          g_autofree char *other_about = NULL;

          speak (languages[j]);
          other_words = phrase != NULL ? say (phrase, one) : g_strdup ("");
          other_about = g_strconcat (before, other_words, behind, NULL);
          other = psr_billing_reason_explain (reason, other_about);
          read = psr_billing_words_read (name, kept);
          check_same (read, other);
        }
    }
}

static void
test_reasons (void)
{
  for (PsrBillingReason reason = PSR_REASON_NONE + 1; reason < PSR_N_REASONS; reason++)
    {
      check_reason (reason, NULL, "WELLO-1001", "", FALSE);
      check_reason (reason, NULL, SAID, "", FALSE);
    }
}

/* Each in one reason of each kind: at its end, in its middle, and behind a number. */
static void
test_phrases (void)
{
  static const PsrBillingReason reasons[] = { PSR_REASON_CHECKING, PSR_REASON_NO_QUOTES, PSR_REASON_GAVE_UP };
  gsize n_phrases;
  const PsrPhrase *phrases = psr_billing_words_list (&n_phrases);

  for (gsize i = 0; i < n_phrases; i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (reasons); j++)
        {
          check_reason (reasons[j], &phrases[i], "", "", TRUE);
          check_reason (reasons[j], &phrases[i], "", "", FALSE);
        }

      if (g_str_has_suffix (phrases[i].text, "."))
        check_reason (PSR_REASON_CHECKING, &phrases[i], "", " " SAID, FALSE);
      else
        check_reason (PSR_REASON_QUOTE_DIFFERS, &phrases[i], "1001: ", "", FALSE);
    }

  check_reason (PSR_REASON_VAT_DIFFERS, &phrases[5], "", "", FALSE);
}

/* One that isn't said any more would be kept in the language of the writer, unnoticed. */
static void
test_all_are_translated (void)
{
  gsize n_phrases;
  const PsrPhrase *phrases = psr_billing_words_list (&n_phrases);

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      speak (languages[i]);

      for (gsize j = 0; j < n_phrases; j++)
        {
          g_assert_cmpstr (gettext (phrases[j].text), !=, phrases[j].text);
          if (phrases[j].plural != NULL)
            g_assert_cmpstr (ngettext (phrases[j].text, phrases[j].plural, 3), !=, phrases[j].plural);
        }
    }
}

/* A reason that names an earlier one, and one with a sentence behind it. */
static void
test_in_one_another (void)
{
  g_autoptr(PsrExplanation) first = NULL;
  g_autoptr(PsrExplanation) told = NULL;
  g_autoptr(PsrExplanation) kept = NULL;
  g_autoptr(PsrExplanation) english = NULL;
  g_autoptr(PsrExplanation) english_first = NULL;

  speak ("fr_FR.UTF-8");
  told = psr_billing_reason_explain (PSR_REASON_WAITING, _("no answer"));
  first = psr_billing_words_write ("waiting", told);
  g_clear_pointer (&told, psr_explanation_free);
  told = psr_billing_reason_explain (PSR_REASON_GAVE_UP, first->why);
  kept = psr_billing_words_write ("gave-up", told);

  speak ("C.UTF-8");
  english_first = psr_billing_reason_explain (PSR_REASON_WAITING, "no answer");
  english = psr_billing_reason_explain (PSR_REASON_GAVE_UP, english_first->why);
  check_same (kept, english);

  speak ("de_DE.UTF-8");
  {
    g_autoptr(PsrExplanation) german_first = psr_billing_reason_explain (PSR_REASON_WAITING, _("no answer"));
    g_autoptr(PsrExplanation) german = psr_billing_reason_explain (PSR_REASON_GAVE_UP, german_first->why);
    g_autoptr(PsrExplanation) read = psr_billing_words_read ("gave-up", kept);

    check_same (read, german);
  }
  {
    g_autoptr(PsrExplanation) open = psr_billing_reason_explain (PSR_REASON_NOT_WITHDRAWN_OPEN, "1001");
    g_autofree char *why = g_strdup_printf (_("%s Wello keeps the number %s."), open->why, "S-7");
    g_autoptr(PsrExplanation) german = psr_explanation_new (open->what, why, open->mend);
    g_autoptr(PsrExplanation) written = psr_billing_words_write ("not-withdrawn-open", german);
    g_autoptr(PsrExplanation) read = psr_billing_words_read ("not-withdrawn-open", written);

    check_same (read, german);
    g_assert_nonnull (strstr (written->why, "Wello keeps the number S-7."));
  }
}

static void
test_checks (void)
{
  gsize n_checks;
  const PsrCheck *checks = psr_check_list (&n_checks);

  for (gsize i = 0; i < n_checks; i++)
    {
      g_autoptr(PsrExplanation) french = NULL;
      g_autoptr(PsrExplanation) kept = NULL;
      g_autoptr(PsrExplanation) dutch = NULL;
      g_autoptr(PsrExplanation) read = NULL;

      speak ("fr_FR.UTF-8");
      french = psr_check_explain (&checks[i], "10000");
      kept = psr_billing_words_write (checks[i].id, french);
      speak ("nl_NL.UTF-8");
      dutch = psr_check_explain (&checks[i], "10000");
      read = psr_billing_words_read (checks[i].id, kept);
      check_same (read, dutch);
    }
}

/* What is nobody's phrase, and what a person wrote, stays. */
static void
test_what_others_wrote (void)
{
  g_autoptr(PsrExplanation) person = psr_explanation_new ("Skipped", "gone", "Skip the number with --undo to bill it after all.");
  g_autoptr(PsrExplanation) old = psr_explanation_new ("Nicht gesendet", "Es sagt: nein", "Warten.");
  g_autoptr(PsrExplanation) unknown = psr_explanation_new ("", "", "");
  g_autoptr(PsrExplanation) skipped = NULL;
  g_autoptr(PsrExplanation) told = NULL;
  g_autoptr(PsrExplanation) nothing = NULL;

  speak ("fr_FR.UTF-8");
  skipped = psr_billing_words_read ("skipped", person);
  g_assert_cmpstr (skipped->why, ==, "gone");
  g_assert_cmpstr (skipped->what, ==, _("Skipped"));
  g_assert_cmpstr (skipped->what, !=, "Skipped");
  told = psr_billing_words_read ("waiting", old);
  check_same (told, old);
  nothing = psr_billing_words_read ("of-a-later-version", unknown);
  check_same (nothing, unknown);
}

/* As the window, the list and a run of billing tell it. */
static void
test_document (void)
{
  g_autoptr(PsrLedgerDocument) document = psr_ledger_document_new ();
  g_autoptr(PsrExplanation) french = NULL;
  g_autoptr(PsrExplanation) should = NULL;

  g_set_str (&document->reason_code, "refused");
  g_set_str (&document->reason_what, "Business Central refused the document");
  g_set_str (&document->reason_why, "It says: " SAID);
  g_set_str (&document->reason_mend, "");
  speak ("fr_FR.UTF-8");
  french = psr_document_maker_explain (document);
  should = psr_billing_reason_explain (PSR_REASON_REFUSED, SAID);
  g_assert_cmpstr (french->what, ==, should->what);
  g_assert_cmpstr (french->why, ==, should->why);
  g_assert_nonnull (strstr (french->why, SAID));
}

int
main (int    argc,
      char **argv)
{
  static const char * const names[] = { "C.utf8", "nl_NL.utf8", "fr_FR.utf8", "de_DE.utf8" };
  g_autofree char *locales = g_dir_make_tmp ("passerelle-locales-XXXXXX", NULL);
  int status;

  /* Texts are translated in a locale that isn't called C only; what else it says is C's. */
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (locales, names[i], NULL);

      g_assert_cmpint (symlink ("/usr/lib/locale/C.utf8", path), ==, 0);
    }
  g_setenv ("LOCPATH", locales, TRUE);
  g_unsetenv ("LC_ALL");
  g_unsetenv ("LANGUAGE");
  setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("PASSERELLE_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/billing-words/reasons", test_reasons);
  g_test_add_func ("/billing-words/phrases", test_phrases);
  g_test_add_func ("/billing-words/translated", test_all_are_translated);
  g_test_add_func ("/billing-words/in-one-another", test_in_one_another);
  g_test_add_func ("/billing-words/checks", test_checks);
  g_test_add_func ("/billing-words/others", test_what_others_wrote);
  g_test_add_func ("/billing-words/document", test_document);

  status = g_test_run ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (locales, names[i], NULL);

      g_assert_cmpint (unlink (path), ==, 0);
    }
  g_assert_cmpint (rmdir (locales), ==, 0);

  return status;
}
