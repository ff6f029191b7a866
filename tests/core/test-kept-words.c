/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "psr-kept-words.h"

static const char * const languages[] = { "fr_FR.UTF-8", "nl_NL.UTF-8", "de_DE.UTF-8" };

static void
speak (const char *locale)
{
  g_assert_nonnull (setlocale (LC_ALL, locale));
}

/* A phrase with something in it, in the language that is spoken. */
static char *
say (const PsrPhrase *phrase)
{
  const char *form = phrase->plural != NULL ? ngettext (phrase->text, phrase->plural, 3) : gettext (phrase->text);
  GString *text = g_string_new (NULL);

  for (const char *place = form; *place != '\0'; place++)
    {
      if (place[0] != '%' || place[1] == '\0')
        {
          g_string_append_c (text, *place);
          continue;
        }
      place++;
      g_string_append (text, *place == 's' ? "KG-10.1" : *place == '%' ? "%" : "3");
    }

  return g_string_free (text, FALSE);
}

/* What is said in one language is kept in English, and told in each. */
static void
check (char *(*tell) (gconstpointer about), gconstpointer about)
{
  g_autofree char *english = NULL;

  speak ("C.UTF-8");
  english = tell (about);
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *told = NULL;
      g_autofree char *kept = NULL;

      speak (languages[i]);
      told = tell (about);
      g_assert_cmpstr (told, !=, english);
      kept = psr_kept_words_write (told);
      g_assert_cmpstr (kept, ==, english);

      for (gsize j = 0; j < G_N_ELEMENTS (languages); j++)
        {
          g_autofree char *should = NULL;
          g_autofree char *read = NULL;

          speak (languages[j]);
          should = tell (about);
          read = psr_kept_words_read (kept);
          g_assert_cmpstr (read, ==, should);
        }
    }
}

/* Two that are called the same in a language can't be told apart in it: then what is kept is the
 * one or the other. Most are called by a name of their own. */
static void
test_phrases (void)
{
  gsize n_phrases;
  const PsrPhrase *phrases = psr_kept_words_list (&n_phrases);

  g_assert_cmpuint (n_phrases, >, 500);
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      guint n_lost = 0;

      for (gsize j = 0; j < n_phrases; j++)
        {
          g_autofree char *english = NULL;
          g_autofree char *told = NULL;
          g_autofree char *kept = NULL;
          g_autofree char *read = NULL;

          speak ("C.UTF-8");
          english = say (&phrases[j]);
          speak (languages[i]);
          told = say (&phrases[j]);
          kept = psr_kept_words_write (told);
          read = psr_kept_words_read (kept);
          if (strcmp (kept, english) != 0)
            {
              g_test_message ("%s: “%s” is kept as “%s” instead of “%s”", languages[i], told, kept, english);
              n_lost++;
            }
          /* In the writer's own language it is told as it was. */
          g_assert_cmpstr (read, ==, told);
        }
      g_assert_cmpuint (n_lost, <=, 5);
    }
}

static char *
tell_gone (gconstpointer about)
{
  return g_strdup_printf (_("It was deleted there, or merged with another one, by its name, its e-mail or its VAT number perhaps with %s."),
                          (const char *) about);
}

static char *
tell_several (gconstpointer about)
{
  g_autofree char *one = g_strdup_printf (_("%s: “%s” in Business Central, “%s” in Wello"), _("Phone"), "1", "2");
  g_autofree char *two = g_strdup_printf (_("%s: “%s” in Business Central, “%s” in Wello"), _("Street"), "3", "4");

  return g_strdup_printf ("%s; %s", one, two);
}

/* As psr-sync-account.c puts a proposal together. */
static char *
tell_proposal (gconstpointer about)
{
  g_autofree char *one = g_strdup_printf (_("it may be the customer %s: %s"), "C1", _("the same VAT number"));
  g_autofree char *two = g_strdup_printf (_("it may be the customer %s: %s"), "C2", _("the same name and postal code"));

  return g_strdup_printf ("“A. Nieuw BV”, 9000 Gent, BE0123456749. %s; %s", one, two);
}

static char *
tell_sentences (gconstpointer about)
{
  g_autofree char *one = g_strdup_printf (_("“%s” is “%s”; Business Central takes %u character, and it must not be cut."), _("City"), "x", 1u);

  return g_strdup_printf ("%s %s", one, _("Shorten it in Wello."));
}

static void
test_texts (void)
{
  check (tell_gone, "C1, C2");
  check (tell_several, NULL);
  check (tell_proposal, NULL);
  check (tell_sentences, NULL);
}

/* What a service said, what a person wrote, and what an earlier version kept in another language. */
static void
test_others (void)
{
  static const char * const texts[] = { "", "Le client 10000 n’existe pas.", "Customer No. 10000 is blocked. Ask John; (7): why.", "A. B; C. D" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (languages); j++)
        {
          g_autofree char *kept = NULL;
          g_autofree char *read = NULL;

          speak (languages[j]);
          kept = psr_kept_words_write (texts[i]);
          read = psr_kept_words_read (texts[i]);
          g_assert_cmpstr (kept, ==, texts[i]);
          g_assert_cmpstr (read, ==, texts[i]);
        }
    }

  speak ("fr_FR.UTF-8");
  {
    g_autofree char *old = g_strdup (_("Business Central refused what was changed in Wello."));
    g_autofree char *read = NULL;

    speak ("de_DE.UTF-8");
    read = psr_kept_words_read (old);
    g_assert_cmpstr (read, ==, old);
  }
}

/* What somebody wrote may be called as something of ours is: it stays as it is. The name of a field
 * is ours. */
static void
test_cited (void)
{
  static const char * const values[] = { "Phone", "Client", "It is coupled." };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *english = g_strdup_printf ("Phone: “%s” in Business Central, “City. Phone” in Wello", values[i]);
      g_autofree char *told = NULL;
      g_autofree char *kept = NULL;
      g_autofree char *account = g_strdup_printf ("“X. %s”, 9000 Gent. it may be the customer C1: the same email", values[i]);
      g_autofree char *read = NULL;
      g_autofree char *begin = g_strdup_printf ("“X. %s”, 9000 Gent. ", values[i]);

      speak ("fr_FR.UTF-8");
      told = psr_kept_words_read (english);
      g_assert_nonnull (strstr (told, values[i]));
      g_assert_nonnull (strstr (told, "City. Phone"));
      g_assert_false (g_str_has_prefix (told, "Phone"));
      kept = psr_kept_words_write (told);
      g_assert_cmpstr (kept, ==, english);

      read = psr_kept_words_read (account);
      g_assert_true (g_str_has_prefix (read, begin));
      g_assert_cmpstr (read, !=, account);
    }

  {
    g_autofree char *told = psr_kept_words_read ("“City” is “Phone”; Business Central takes 3 characters, and it must not be cut.");

    g_assert_null (strstr (told, "City"));
    g_assert_nonnull (strstr (told, "Phone"));
  }
}

/* As many as a bad first run sets aside, each with a reason of its own, more than are remembered. */
static void
test_many (void)
{
  const guint n_rows = 5000;

  speak ("fr_FR.UTF-8");
  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < n_rows; i++)
        {
          g_autofree char *english = g_strdup_printf ("“Customer %u”, 9000 Gent. it may be the customer C%u: the same name and postal code", i, i);
          g_autofree char *told = psr_kept_words_read (english);
          g_autofree char *kept = psr_kept_words_write (told);

          g_assert_cmpstr (kept, ==, english);
          g_assert_cmpstr (told, !=, english);
        }
    }
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

  g_test_add_func ("/kept-words/phrases", test_phrases);
  g_test_add_func ("/kept-words/texts", test_texts);
  g_test_add_func ("/kept-words/others", test_others);
  g_test_add_func ("/kept-words/cited", test_cited);
  g_test_add_func ("/kept-words/many", test_many);
  status = g_test_run ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (locales, names[i], NULL);

      g_assert_cmpint (unlink (path), ==, 0);
    }
  g_assert_cmpint (rmdir (locales), ==, 0);

  return status;
}
