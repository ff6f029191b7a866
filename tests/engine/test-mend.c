/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-mend.h"

static void
expect (const char    *text,
        PsrMendAction  action,
        const char    *argument,
        const char    *left)
{
  g_autoptr(PsrMend) mend = psr_mend_new (text);

  g_assert_cmpint (mend->action, ==, action);
  g_assert_cmpstr (mend->argument, ==, argument);
  g_assert_cmpstr (mend->text, ==, left);
}

static void
test_commands (void)
{
  expect ("Sign in with “passerellectl connect”.", PSR_MEND_SIGN_IN, "", "");
  expect ("Run “passerellectl secret set bc-client-secret”.", PSR_MEND_STORE_SECRET, "bc-client-secret", "");
  expect ("Correct the hours in Wello. If it is right as it is: passerellectl bill NUMBER --accept hours-odd,look-alike.",
          PSR_MEND_ACCEPT, "hours-odd,look-alike", "Correct the hours in Wello.");
  expect ("Check Tenant, then store it. Use “passerellectl check”, such as v2.0. Then wait.", PSR_MEND_CHECK, "",
          "Check Tenant, then store it. Then wait.");
  expect ("Put the number of the right customer into v1.5 of it.", PSR_MEND_NONE, "",
          "Put the number of the right customer into v1.5 of it.");
  expect ("Lancez « passerellectl connect ». Rien n’est perdu.", PSR_MEND_SIGN_IN, "", "Rien n’est perdu.");
  expect ("Uncouple it (“passerellectl uncouple”). Then couple it.", PSR_MEND_NONE, "", "Uncouple it. Then couple it.");
  expect ("If it is meant, confirm it (“passerellectl check --confirm \"A. (B) C.\"”). Otherwise mend it.", PSR_MEND_CONFIRM, "A. (B) C.",
          "If it is meant, confirm it. Otherwise mend it.");
  expect ("Couple the two: “passerellectl couple items 1 2”. If they are two, don’t.", PSR_MEND_NONE, "",
          "Couple the two. If they are two, don’t.");
  expect ("Couple it: “passerellectl couple contacts 1 2”, or archive it.", PSR_MEND_NONE, "", "Couple it, or archive it.");
  expect ("Choose one: “passerellectl conflicts” lists them, and takes either with --take.", PSR_MEND_NONE, "", "Choose one.");
  expect ("Couplez le bon\u00a0: «\u00a0passerellectl couple contacts 1 2\u00a0»\u202f; les autres suivent.", PSR_MEND_NONE, "",
          "Couplez le bon\u202f; les autres suivent.");
  expect ("Corrigez Company\u202f; «\u00a0passerellectl check\u00a0» liste les sociétés.", PSR_MEND_CHECK, "", "Corrigez Company.");
  expect ("Start again (“passerellectl connect”), or use a code (“passerellectl connect --device-code”).", PSR_MEND_SIGN_IN, "",
          "Start again, or use a code.");
  expect ("Si c’est correct : passerellectl bill NUMÉRO --accept hours-odd.", PSR_MEND_ACCEPT, "hours-odd", "");
  expect (NULL, PSR_MEND_NONE, "", "");
  expect ("passerellectl", PSR_MEND_NONE, "", "passerellectl");
}

static void
test_checks (void)
{
  g_autoptr(PsrMend) customer = psr_mend_new_for_check ("customer-not-coupled", "Sync it.");
  g_autoptr(PsrMend) other = psr_mend_new_for_check ("customer-blocked", "Ask. Use passerellectl connect.");
  g_autoptr(PsrMend) order = psr_mend_new_for_check ("customer-no-orders", "");

  g_assert_cmpint (customer->action, ==, PSR_MEND_SYNC);
  g_assert_cmpstr (customer->argument, ==, "customers");
  g_assert_cmpint (other->action, ==, PSR_MEND_READ_AGAIN);
  g_assert_cmpstr (other->text, ==, "Ask.");
  g_assert_cmpint (order->action, ==, PSR_MEND_BILL_AS);
  g_assert_cmpstr (order->argument, ==, "invoice");
  g_assert_cmpstr (psr_mend_action_to_string (order->action), ==, "bill-as");
}

/* What a sentence begins with that leans on the one before. */
static const char * const leaning[] = {
  "Then ", "If it isn’t", "If they ", "Otherwise ", "Else ", "Or ", "Until then", "If it stays",
  "Sinon", "Ensuite", "S’il n’y", "Si ce sont", "Ou ", "D’ici là", "Si cela",
  "Dann ", "Wenn nicht", "Wenn es zwei", "Andernfalls", "Oder ", "Bis dahin", "Bleibt es",
  "Dan ", "Zo niet", "Zijn het twee", "Anders ", "Of ", "Tot dan", "Blijft het",
};

/* What a window says of a text is whole, and leans on nothing that it leaves out. */
static void
expect_whole (const char *said)
{
  /* What stands in a place of its own is a sentence, too. */
  g_autofree char *text = g_str_has_prefix (said, "%s ") ? g_strconcat ("Look.", said + 2, NULL) : g_strdup (said);
  g_autoptr(PsrMend) mend = psr_mend_new (text);
  g_auto(GStrv) sentences = g_strsplit (text, ". ", -1);

  g_test_message ("“%s” becomes “%s”", text, mend->text);
  g_assert_null (strstr (mend->text, "passerellectl"));
  if (*mend->text == '\0')
    {
      /* There is a button for all of it. */
      g_assert_true (mend->action == PSR_MEND_SIGN_IN || mend->action == PSR_MEND_STORE_SECRET || mend->action == PSR_MEND_BILL);
      return;
    }

  g_assert_true (g_unichar_isupper (g_utf8_get_char (mend->text)));
  g_assert_true (g_str_has_suffix (mend->text, "."));
  g_assert_null (strstr (mend->text, ".."));
  for (gsize i = 0; i < G_N_ELEMENTS (leaning); i++)
    {
      for (guint j = 0; sentences[j] != NULL; j++)
        {
          g_autofree char *before = NULL;

          if (!g_str_has_prefix (sentences[j], leaning[i]) || strstr (mend->text, leaning[i]) == NULL)
            continue;
          g_assert_cmpuint (j, >, 0);
          before = g_utf8_substring (sentences[j - 1], 0, 10);
          g_assert_nonnull (strstr (mend->text, before));
        }
    }
}

/* The texts of one language, by those of the source. */
static GHashTable *
read_translations (const char *language)
{
  g_autofree char *name = g_strconcat (language, ".po", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "po", name, NULL);
  g_autofree char *all = NULL;
  g_autoptr(GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) lines = NULL;

  g_file_get_contents (path, &all, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (all, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "msgid \"") && g_str_has_prefix (lines[i + 1], "msgstr \""))
        g_hash_table_insert (texts, g_strndup (lines[i] + 7, strlen (lines[i]) - 8),
                             g_strndup (lines[i + 1] + 8, strlen (lines[i + 1]) - 9));
    }

  return g_steal_pointer (&texts);
}

/* Each sentence for people that names a command, in all layers that a window tells of, in
 * all languages. */
static void
test_texts (void)
{
  static const char * const layers[] = { "net", "store", "sync", "billing", "engine" };
  static const char * const languages[] = { "fr", "de", "nl" };
  g_autoptr(GRegex) regex = g_regex_new ("_ ?\\(\"([A-Z%](?:[^\"\\\\]|\\\\.)*passerellectl (?:[^\"\\\\]|\\\\.)*\\.)\"\\)", G_REGEX_DEFAULT,
                                         G_REGEX_MATCH_DEFAULT, NULL);
  g_autoptr(GPtrArray) translations = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    g_ptr_array_add (translations, read_translations (languages[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "src", layers[i], NULL);
      g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *file = g_build_filename (path, name, NULL);
          g_autofree char *source = NULL;
          g_autoptr(GMatchInfo) match = NULL;

          if (!g_str_has_suffix (name, ".c") || !g_file_get_contents (file, &source, NULL, NULL))
            continue;
          for (g_regex_match (regex, source, G_REGEX_MATCH_DEFAULT, &match); g_match_info_matches (match);
               g_match_info_next (match, NULL))
            {
              g_autofree char *text = g_match_info_fetch (match, 1);

              n++;
              expect_whole (text);
              for (guint j = 0; j < translations->len; j++)
                {
                  const char *translated = g_hash_table_lookup (translations->pdata[j], text);

                  g_assert_nonnull (translated);
                  expect_whole (translated);
                }
            }
        }
    }

  g_assert_cmpuint (n, >, 40);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mend/commands", test_commands);
  g_test_add_func ("/mend/checks", test_checks);
  g_test_add_func ("/mend/texts", test_texts);

  return g_test_run ();
}
