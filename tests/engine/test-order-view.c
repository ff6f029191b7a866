/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "psr-order-view.h"

static PsrOrderView *
make_view (void)
{
  static const char * const acts[] = { "skip", NULL };
  PsrOrderView *view = psr_order_view_new (psr_work_order_new ());
  PsrOrderLine *line = psr_order_view_add_line (view, "1896-S", "Desk");
  PsrOrderCheck *check = psr_order_view_add_check (view, "customer", PSR_ORDER_CHECK_PASSED, "The customer is coupled");

  g_assert_true (psr_decimal_parse ("12.50", &line->net, NULL));
  check->button = psr_mend_new ("Couple it.");
  view->acts = g_strdupv ((char **) acts);

  return view;
}

/* Whatever is shown of it makes it another one, but for what was done. */
static void
test_same (void)
{
  g_autoptr(PsrOrderView) view = make_view ();

  for (guint i = 0; i < 12; i++)
    {
      g_autoptr(PsrOrderView) other = make_view ();
      PsrOrderLine *line = other->lines->pdata[0];
      PsrOrderCheck *check = other->checks->pdata[0];

      g_assert_true (psr_order_view_is_same (view, other));
      switch (i)
        {
        case 0:
          other->row->revision++;
          break;
        case 1:
          g_set_str (&line->text, "Chair");
          break;
        case 2:
          g_assert_true (psr_decimal_parse ("12.51", &line->net, NULL));
          break;
        case 3:
          psr_order_view_add_line (other, NULL, "A text");
          break;
        case 4:
          check->result = PSR_ORDER_CHECK_BLOCKS;
          break;
        case 5:
          g_set_str (&check->why, "It isn't.");
          break;
        case 6:
          g_clear_pointer (&check->button, psr_mend_free);
          break;
        case 7:
          g_set_str (&other->acts[0], "unskip");
          break;
        case 8:
          other->predicted.known = TRUE;
          break;
        case 9:
          other->is_exact = TRUE;
          break;
        case 10:
          g_set_str (&other->reference, "PO 7");
          break;
        default:
          other->has_job = TRUE;
          other->work = psr_work_done_new ();
          g_assert_true (psr_order_view_is_same (view, other));
          continue;
        }
      g_assert_false (psr_order_view_is_same (view, other));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/order-view/same", test_same);

  return g_test_run ();
}
