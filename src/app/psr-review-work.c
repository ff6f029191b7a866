/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-review-work"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-format.h"
#include "psr-review-work.h"

/* What was done, in words. */

/* So many files are named. */
#define MOST_FILES 6

static const char *
get_text (const PsrWorkVisit *visit)
{
  if (*visit->text != '\0')
    return visit->text;
  if (g_str_equal (visit->type, "WorkingTime"))
    return _("Working time");

  return g_str_equal (visit->type, "TravelTime") ? _("Travel time") : visit->type;
}

static char *
dup_when (const PsrWorkVisit *visit,
          PsrTimestamp        now)
{
  g_autofree char *day = psr_format_day (visit->day, now);

  if (*visit->begin == '\0' || *visit->end == '\0')
    return g_steal_pointer (&day);

  /* Translators: a day, and from when to when. */
  return g_strdup_printf (C_("visit", "%s, %s–%s"), day, visit->begin, visit->end);
}

static GtkWidget *
make_label (const char         *text,
            const char * const *styles)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_css_classes (label, (const char **) styles);

  return label;
}

static char *
dup_hours (PsrDecimal hours)
{
  g_autofree char *text = psr_format_quantity (hours);

  /* Translators: a number of hours, as “2.5 h”. */
  return g_strdup_printf (_("%s h"), text);
}

/**
 * psr_review_make_visit:
 * @visit: hours that somebody worked
 * @now: the time
 *
 * Returns: (transfer floating): who that was, when, and for how long
 */
GtkWidget *
psr_review_make_visit (const PsrWorkVisit *visit,
                       PsrTimestamp        now)
{
  static const char * const caption[] = { "caption", "dim-label", NULL };
  static const char * const plain[] = { NULL };
  static const char * const numeric[] = { "numeric", NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *when = dup_when (visit, now);
  g_autofree char *hours = dup_hours (visit->hours);
  g_autoptr(GString) details = g_string_new (when);
  const char *text = get_text (visit);
  GtkWidget *amount;

  if (*text != '\0')
    g_string_append_printf (details, "%s%s", details->len > 0 ? "\n" : "", text);
  if (visit->is_under_warranty)
    g_string_append_printf (details, "%s%s", details->len > 0 ? " · " : "", _("under warranty"));

  gtk_box_append (GTK_BOX (texts), make_label (*visit->technician != '\0' ? visit->technician : _("Unknown technician"), plain));
  gtk_box_append (GTK_BOX (texts), make_label (details->str, caption));
  gtk_widget_set_hexpand (texts, TRUE);
  amount = make_label (hours, numeric);
  gtk_label_set_wrap (GTK_LABEL (amount), FALSE);
  gtk_widget_set_valign (amount, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), amount);

  return box;
}

/**
 * psr_review_dup_total:
 * @work: what was done
 *
 * Returns: (transfer full): the hours of all visits, or "" where there is only one
 */
char *
psr_review_dup_total (const PsrWorkDone *work)
{
  PsrDecimal total = PSR_DECIMAL_INIT (0);

  for (guint i = 0; i < work->visits->len; i++)
    {
      const PsrWorkVisit *visit = work->visits->pdata[i];

      if (!psr_decimal_add (total, visit->hours, &total, NULL))
        return g_strdup ("");
    }

  return work->visits->len > 1 ? dup_hours (total) : g_strdup ("");
}

/**
 * psr_review_dup_parts:
 * @work_order: what is shown
 * @view: (nullable): what was read of it
 *
 * Returns: (transfer full): how many parts there are, and of how many kinds of them the
 *   customer pays nothing
 */
char *
psr_review_dup_parts (const PsrWorkOrder *work_order,
                      const PsrOrderView *view)
{
  g_autofree char *parts = psr_format_quantity (work_order->parts);

  if (view == NULL || view->n_warranty == 0)
    return g_steal_pointer (&parts);

  /* Translators: how many parts, and how many lines of them are under warranty. */
  return g_strdup_printf (ngettext ("%s, %u line under warranty", "%s, %u lines under warranty", view->n_warranty), parts,
                          view->n_warranty);
}

static void
add_remark (GString    *remarks,
            const char *remark)
{
  if (*remark == '\0')
    return;

  if (remarks->len > 0)
    g_string_append_c (remarks, '\n');
  /* Translators: the quotation marks of the language around what somebody wrote. */
  g_string_append_printf (remarks, _("“%s”"), remark);
}

/**
 * psr_review_dup_remarks:
 * @work: what was done
 *
 * Returns: (transfer full): what technicians wrote about it, or ""
 */
char *
psr_review_dup_remarks (const PsrWorkDone *work)
{
  g_autoptr(GString) remarks = g_string_new (NULL);

  for (guint i = 0; i < work->visits->len; i++)
    add_remark (remarks, ((const PsrWorkVisit *) work->visits->pdata[i])->remark);
  for (guint i = 0; i < work->remarks->len; i++)
    add_remark (remarks, work->remarks->pdata[i]);

  return g_string_free_and_steal (g_steal_pointer (&remarks));
}

/**
 * psr_review_dup_files:
 * @work: what was done
 * @title: (out) (transfer full): how many files there are
 *
 * Returns: (transfer full): what is attached, by name, or ""
 */
char *
psr_review_dup_files (const PsrWorkDone  *work,
                      char              **title)
{
  g_autoptr(GString) names = g_string_new (NULL);
  guint n_named = work->files->len > MOST_FILES ? MOST_FILES - 1 : work->files->len;

  for (guint i = 0; i < n_named; i++)
    {
      const PsrWorkFile *file = work->files->pdata[i];

      g_string_append (names, i > 0 ? "\n" : "");
      if (g_str_equal (file->type, "JOB_APPROVAL"))
        /* Translators: the name of a file. */
        g_string_append_printf (names, _("%s (signed by the customer)"), file->name);
      else
        g_string_append (names, file->name);
    }
  if (n_named < work->files->len)
    {
      g_string_append_c (names, '\n');
      g_string_append_printf (names, ngettext ("and %u more", "and %u more", work->files->len - n_named), work->files->len - n_named);
    }

  *title = g_strdup_printf (ngettext ("%u Attachment", "%u Attachments", work->files->len), work->files->len);

  return g_string_free_and_steal (g_steal_pointer (&names));
}
