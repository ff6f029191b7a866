/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-entity.h"
#include "psr-text.h"

#define E_ACUTE "e\xcc\x81"
#define SMILE "\xf0\x9f\x98\x80"
#define FAMILY "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9"

static void
test_cut (void)
{
  static const struct
  {
    const char *text;
    guint       max;
    const char *cut;
  } cases[] = {
    { "short", 10, "short" },
    { "exactly ten", 11, "exactly ten" },
    { "  kept  as it is ", 50, "  kept  as it is " },
    { "Grand Hotel Terminus", 19, "Grand Hotel" },
    { "Grand Hotel Terminus", 12, "Grand Hotel" },
    { "Grand Hotel Terminus", 11, "Grand Hotel" },
    { "Grand Hotel Terminus", 10, "Grand" },
    { "Grand   Hotel\nTerminus", 12, "Grand Hotel" },
    { "Donaudampfschiff", 5, "Donau" },
    { "caf\xc3\xa9s", 4, "caf\xc3\xa9" },
    { "caf\xc3\xa9s", 3, "caf" },
    /* Never between a letter and its accent. */
    { "caf" E_ACUTE "s", 4, "caf" },
    { "caf" E_ACUTE "s", 5, "caf" E_ACUTE },
    /* Two units each, as the services count; and a joined one is whole. */
    { SMILE SMILE SMILE, 5, SMILE SMILE },
    { "a" FAMILY "b", 5, "a" },
    { "a" FAMILY "b", 6, "a" FAMILY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *cut = psr_text_cut (cases[i].text, cases[i].max);

      g_assert_cmpstr (cut, ==, cases[i].cut);
      g_assert_cmpuint (psr_text_length (cut), <=, cases[i].max);
    }
}

static void
test_cut_invalid (void)
{
  g_autofree char *cut = psr_text_cut ("ab\xff cd\xc3", 4);
  g_autofree char *whole = psr_text_cut ("ab\xff", 10);

  g_assert_true (g_utf8_validate (cut, -1, NULL));
  g_assert_cmpstr (cut, ==, "ab\xef\xbf\xbd");
  g_assert_true (g_utf8_validate (whole, -1, NULL));
}

static void
test_length (void)
{
  g_assert_cmpuint (psr_text_length (""), ==, 0);
  g_assert_cmpuint (psr_text_length ("caf\xc3\xa9"), ==, 4);
  g_assert_cmpuint (psr_text_length (SMILE), ==, 2);
}

static void
check_wrap (const char *text,
            guint       max,
            const char *expected)
{
  g_auto (GStrv) lines = psr_text_wrap (text, max);
  g_autofree char *joined = g_strjoinv ("|", lines);

  g_assert_cmpstr (joined, ==, expected);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_true (g_utf8_validate (lines[i], -1, NULL));
      g_assert_cmpuint (psr_text_length (lines[i]), <=, max);
    }
}

static void
test_wrap (void)
{
  check_wrap ("", 10, "");
  check_wrap ("one", 10, "one");
  check_wrap ("one two three", 7, "one two|three");
  check_wrap ("one two three", 6, "one|two|three");
  check_wrap ("  one \t two\r\n\r\nthree\nfour  ", 20, "one two|three|four");
  check_wrap ("Donaudampfschiff", 5, "Donau|dampf|schif|f");
  check_wrap ("a Donaudampfschiff", 5, "a|Donau|dampf|schif|f");
  check_wrap ("exact fit ok", 9, "exact fit|ok");
  check_wrap ("\x01 \x02", 9, "");
  check_wrap ("caf" E_ACUTE "s", 4, "caf|" E_ACUTE "s");
  check_wrap (SMILE SMILE SMILE, 5, SMILE SMILE "|" SMILE);
  check_wrap ("a\xe2\x80\xa8" "b", 9, "a b");
}

/* No word and no character of a long note is lost. */
static void
test_wrap_note (void)
{
  g_autoptr (GString) note = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  g_autofree char *joined = NULL;

  for (guint i = 0; note->len < 2000; i++)
    g_string_append_printf (note, "%sR\xc3\xa9paration n\xc2\xb0%u", i > 0 ? " " : "", i);

  lines = psr_text_wrap (note->str, 100);
  joined = g_strjoinv (" ", lines);
  g_assert_cmpstr (joined, ==, note->str);

  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 100);
}

/* Marks without end on one letter neither hang nor overflow. */
static void
test_marks (void)
{
  g_autoptr (GString) text = g_string_new ("e");
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < 300; i++)
    g_string_append (text, "\xcc\x81");

  lines = psr_text_wrap (text->str, 100);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 100);
}

static void
test_code (void)
{
  static const struct
  {
    const char *text;
    const char *code;
  } cases[] = {
    { "", "" },
    { "  wello-1001 ", "WELLO-1001" },
    { "\xc3\xa9tage", "\xc3\x89TAGE" },
    { "stra\xc3\x9f" "e", "STRA\xc3\x9f" "E" },
    { "i", "I" },
    { "a b", "A B" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *code = psr_text_code (cases[i].text);

      g_assert_cmpstr (code, ==, cases[i].code);
    }
}

static void
test_digits (void)
{
  g_autofree char *digits = psr_text_digits ("BE 0123.456.789 \xd9\xa3");

  g_assert_cmpstr (digits, ==, "0123456789");
}

static void
test_entity (void)
{
  PsrEntity entity;

  for (guint i = 0; i < PSR_N_ENTITIES; i++)
    {
      g_assert_true (psr_entity_from_string (psr_entity_to_string ((PsrEntity) i), &entity));
      g_assert_cmpuint (entity, ==, i);
    }

  g_assert_cmpstr (psr_entity_to_string (PSR_ENTITY_SALES_INVOICE), ==, "sales-invoice");
  g_assert_false (psr_entity_from_string ("Customer", &entity));
  g_assert_false (psr_entity_from_string (NULL, &entity));
}

static void
test_listed (void)
{
  g_autoptr (GString) list = g_string_new (NULL);

  psr_text_append_listed (list, "one");
  g_assert_cmpstr (list->str, ==, "one");
  psr_text_append_listed (list, "two");
  psr_text_append_listed (list, "three");
  g_assert_cmpstr (list->str, ==, "one, two, three");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/text/cut", test_cut);
  g_test_add_func ("/core/text/cut-invalid", test_cut_invalid);
  g_test_add_func ("/core/text/length", test_length);
  g_test_add_func ("/core/text/wrap", test_wrap);
  g_test_add_func ("/core/text/wrap-note", test_wrap_note);
  g_test_add_func ("/core/text/marks", test_marks);
  g_test_add_func ("/core/text/code", test_code);
  g_test_add_func ("/core/text/digits", test_digits);
  g_test_add_func ("/core/entity/names", test_entity);
  g_test_add_func ("/core/text/listed", test_listed);

  return g_test_run ();
}
