/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-review-totals"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-fit-bin.h"
#include "psr-format.h"
#include "psr-review-totals.h"

static void
attach (GtkGrid    *grid,
        const char *text,
        int         column,
        int         row,
        const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column > 0);
  gtk_widget_set_hexpand (label, TRUE);
  if (column == 0)
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  else
    gtk_widget_add_css_class (label, "numeric");
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_grid_attach (grid, label, column, row, 1, 1);
}

static void
attach_totals (GtkGrid              *grid,
               const char           *title,
               const PsrOrderTotals *totals,
               int                   row,
               const char           *style)
{
  g_autofree char *net = psr_format_amount (totals->net, NULL);
  g_autofree char *vat = psr_format_amount (totals->vat, NULL);
  g_autofree char *gross = psr_format_amount (totals->gross, NULL);

  attach (grid, title, 0, row, style);
  attach (grid, net, 1, row, style);
  attach (grid, vat, 2, row, style);
  attach (grid, gross, 3, row, style);
}

static const char *
get_our_title (const PsrOrderView *view)
{
  return view->is_exact ? _("Business Central") : _("Predicted");
}

static gboolean
are_equal (const PsrOrderView *view)
{
  const PsrOrderTotals *ours = view->is_exact ? &view->bc : &view->predicted;

  return psr_decimal_equal (view->wello.net, ours->net) && psr_decimal_equal (view->wello.gross, ours->gross);
}

static const char *
get_verdict (const PsrOrderView *view)
{
  return are_equal (view) ? _("Both agree") : _("They differ");
}

static const char *
get_verdict_style (const PsrOrderView *view)
{
  return are_equal (view) ? "success" : "warning";
}

/* Net, VAT and gross beside each other, a line for each side. */
static GtkWidget *
make_wide_totals (const PsrOrderView *view)
{
  const PsrOrderTotals *ours = view->is_exact ? &view->bc : &view->predicted;
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  int row = 1;

  gtk_grid_set_column_spacing (grid, 12);
  gtk_grid_set_row_spacing (grid, 6);
  attach (grid, "", 0, 0, NULL);
  attach (grid, _("Net"), 1, 0, "dim-label");
  attach (grid, _("VAT"), 2, 0, "dim-label");
  attach (grid, _("Gross"), 3, 0, "dim-label");

  if (view->wello.known)
    attach_totals (grid, _("Wello"), &view->wello, row++, NULL);
  if (ours->known)
    attach_totals (grid, get_our_title (view), ours, row++, "heading");
  if (view->wello.known && ours->known)
    attach (grid, get_verdict (view), 0, row, get_verdict_style (view));

  return GTK_WIDGET (grid);
}

/* A line for each figure, which takes no more room than the longest. */
static void
append_totals (GtkBox               *box,
               const char           *title,
               const PsrOrderTotals *totals,
               const char           *style)
{
  const PsrDecimal figures[] = { totals->net, totals->vat, totals->gross };
  const char *names[] = { _("Net"), _("VAT"), _("Gross") };
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_grid_set_column_spacing (grid, 12);
  gtk_grid_set_row_spacing (grid, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      g_autofree char *amount = psr_format_amount (figures[i], NULL);

      attach (grid, names[i], 0, (int) i, "dim-label");
      attach (grid, amount, 1, (int) i, style);
    }
  gtk_box_append (box, label);
  gtk_box_append (box, GTK_WIDGET (grid));
}

static GtkWidget *
make_narrow_totals (const PsrOrderView *view)
{
  const PsrOrderTotals *ours = view->is_exact ? &view->bc : &view->predicted;
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));

  if (view->wello.known)
    append_totals (box, _("Wello"), &view->wello, NULL);
  if (ours->known)
    append_totals (box, get_our_title (view), ours, "heading");
  if (view->wello.known && ours->known)
    {
      GtkWidget *label = gtk_label_new (get_verdict (view));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_widget_add_css_class (label, get_verdict_style (view));
      gtk_box_append (box, label);
    }

  return GTK_WIDGET (box);
}

/**
 * psr_review_totals_new:
 * @view: a work order
 *
 * Returns: (transfer floating): what each side says that it costs, and whether they agree
 */
GtkWidget *
psr_review_totals_new (const PsrOrderView *view)
{
  return psr_fit_bin_new (make_wide_totals (view), make_narrow_totals (view));
}
