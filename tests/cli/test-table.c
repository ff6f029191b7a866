/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-cli-table.h"

static void
test_aligns (void)
{
  g_autoptr(PsrCliTable) table = psr_cli_table_new ();
  g_autofree char *text = NULL;

  psr_cli_table_add_column (table, "Name", FALSE);
  psr_cli_table_add_column (table, "Net", TRUE);
  psr_cli_table_add_column (table, "State", FALSE);
  psr_cli_table_set_cell (table, "Dûrand");
  psr_cli_table_set_cell (table, "1024.80");
  psr_cli_table_set_cell (table, "ready");
  psr_cli_table_set_cell (table, "O’Brien & Fils");
  psr_cli_table_set_cell (table, "3.00");
  psr_cli_table_set_cell (table, NULL);

  text = psr_cli_table_to_string (table);
  g_assert_cmpuint (psr_cli_table_get_n_rows (table), ==, 2);
  g_assert_cmpstr (text, ==,
                   "Name                Net  State\n"
                   "Dûrand          1024.80  ready\n"
                   "O’Brien & Fils     3.00\n");
}

static void
test_hostile_text (void)
{
  g_autoptr(PsrCliTable) table = psr_cli_table_new ();
  g_autofree char *text = NULL;

  psr_cli_table_add_column (table, "A", FALSE);
  psr_cli_table_add_column (table, "B", FALSE);
  psr_cli_table_set_cell (table, "two\nlines");
  psr_cli_table_set_cell (table, "\xff");

  text = psr_cli_table_to_string (table);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpstr (text, ==,
                   "A          B\n"
                   "two lines  \xef\xbf\xbd\n");
}

static void
test_wide_letters (void)
{
  g_autoptr(PsrCliTable) table = psr_cli_table_new ();
  g_autofree char *text = NULL;

  psr_cli_table_add_column (table, "A", FALSE);
  psr_cli_table_add_column (table, "B", FALSE);
  psr_cli_table_set_cell (table, "日本");
  psr_cli_table_set_cell (table, "x");

  text = psr_cli_table_to_string (table);
  g_assert_cmpstr (text, ==,
                   "A     B\n"
                   "日本  x\n");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cli/table/aligns", test_aligns);
  g_test_add_func ("/cli/table/hostile-text", test_hostile_text);
  g_test_add_func ("/cli/table/wide-letters", test_wide_letters);

  return g_test_run ();
}
