/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-seed-visits"

#include "sbx-seed-private.h"

#include <string.h>

/* Who was where from when to when, what they wrote about it, and what they brought along: for what is there already. */

static const struct
{
  const char *id;
  const char *first;
  const char *last;
} technicians[] = {
  { "7ec40001-5a0d-4b0e-9a55-000000000001", "Luc", "Peeters" },
  { "7ec40001-5a0d-4b0e-9a55-000000000002", "An", "Janssens" },
  { "7ec40001-5a0d-4b0e-9a55-000000000003", "Mehdi", "Benali" },
  { "7ec40001-5a0d-4b0e-9a55-000000000004", "Françoise", "Dupont" },
  { "7ec40001-5a0d-4b0e-9a55-000000000005", "Tom", "O’Brien" },
};

static const char *const remarks[] = {
  "Porte côté jardin. Vanne de gaz remplacée, étanchéité contrôlée.",
  "Klant was niet thuis, sleutel bij de buren. Brander gereinigd en afgesteld; volgende keer filter meenemen.",
  "Pression remise à 1,5 bar.",
  "Zekering vervangen. Op te volgen: de pomp maakt nog lawaai bij het opstarten.",
};

/* One day's work, one line after the other, from eight o'clock in Brussels' winter. */
typedef struct
{
  SbxRow *job;
  guint   n;        /* which job it is */
  guint   lines;
  gint64  until;
  guint   planned;  /* one bit for each technician */
} Day;

static void
plan (SbxSeed *seed,
      Day     *day,
      guint    who)
{
  SbxTable *table = sbx_seed_wello (seed, "JobPlanningView");
  SbxRow *row;

  if (table == NULL || (day->planned & 1u << who) != 0)
    return;

  day->planned |= 1u << who;
  row = sbx_seed_row (seed, table);
  sbx_row_set_text (row, "jobs_id", sbx_row_id (day->job));
  sbx_row_set_int (row, "jobs_id2", sbx_row_int (day->job, "id2"));
  sbx_row_set_text (row, "jobs_name", sbx_row_text (day->job, "name"));
  sbx_row_set_int (row, "date_from", sbx_row_int (day->job, "date_closed") / G_TIME_SPAN_DAY * G_TIME_SPAN_DAY + 7 * G_TIME_SPAN_HOUR);
  sbx_row_set_text (row, "user_id", technicians[who].id);
  sbx_row_set_text (row, "user_firstname", technicians[who].first);
  sbx_row_set_text (row, "user_lastname", technicians[who].last);
  sbx_table_insert (table, row);
}

static void
add_file (SbxSeed    *seed,
          SbxRow     *job,
          const char *file_name,
          const char *name,
          const char *mime_type,
          const char *type,
          const char *content)
{
  SbxTable *table = sbx_seed_wello (seed, "JobFiles");
  g_autofree char *text = g_base64_encode ((const guchar *) content, strlen (content));
  SbxRow *row;

  if (table == NULL)
    return;

  row = sbx_seed_row (seed, table);
  sbx_row_set_text (row, "jobs_id", sbx_row_id (job));
  sbx_row_set_text (row, "file_name", file_name);
  sbx_row_set_text (row, "name", name);
  sbx_row_set_text (row, "mime_type", mime_type);
  sbx_row_set_text (row, "file_type", type);
  sbx_row_set_int (row, "file_size", (gint64) strlen (content));
  sbx_row_set_text (row, "file_content", text);
  sbx_row_set_int (row, "dateutc_added", sbx_row_int (job, "date_closed"));
  sbx_table_insert (table, row);
}

static void
add_files (SbxSeed *seed,
           SbxRow  *job,
           guint    n)
{
  if (n % 3 != 2)
    {
      g_autofree char *name = g_strdup_printf ("approval-%" G_GINT64_FORMAT ".pdf", sbx_row_int (job, "id2"));

      add_file (seed, job, name, "", "application/pdf", "JOB_APPROVAL", "%PDF-1.4\n%%EOF\n");
    }
  if (n % 4 == 1)
    {
      add_file (seed, job, "IMG_20260112_0815.jpg", "Plaque signalétique", "image/jpeg", "", "JFIF");
      add_file (seed, job, "IMG_20260112_0932.jpg", "", "image/jpeg", "", "JFIF, too");
    }
}

static void
add_hours (SbxSeed *seed,
           Day     *day,
           SbxRow  *usage)
{
  guint who = (day->n + (day->n / 4 % 2 == 1 && day->lines > 0 ? 1 : 0)) % G_N_ELEMENTS (technicians);
  gint64 from = day->until;

  day->until = from + sbx_row_decimal (usage, "quantity") * 36000;
  sbx_row_set_text (usage, "user_id", technicians[who].id);
  sbx_row_set_int (usage, "timesheet_date_from", from);
  sbx_row_set_int (usage, "timesheet_date_to", day->until);
  if (day->lines == 0 && day->n % 5 != 2)
    sbx_row_set_text (usage, "line_memo", remarks[day->n / 3 % G_N_ELEMENTS (remarks)]);
  day->lines++;
  plan (seed, day, who);
}

static GPtrArray *
list_of (SbxSeed    *seed,
         const char *controller,
         SbxRow     *job)
{
  SbxTable *table = sbx_seed_wello (seed, controller);

  return table != NULL ? sbx_table_list_by (table, "jobs_id", sbx_row_id (job)) : NULL;
}

/* After everything else, so that nothing else is drawn otherwise for it. */
void
sbx_seed_visits (SbxSeed *seed)
{
  SbxTable *jobs = sbx_seed_wello (seed, "Jobs");

  for (guint i = 0; jobs != NULL && i < sbx_table_end (jobs); i++)
    {
      SbxRow *job = sbx_table_at (jobs, i);
      Day day = { .job = job, .n = i };
      GPtrArray *hours, *parts;

      if (job == NULL)
        continue;

      day.until = sbx_row_int (job, "date_closed") / G_TIME_SPAN_DAY * G_TIME_SPAN_DAY + 7 * G_TIME_SPAN_HOUR;
      hours = list_of (seed, "JobNonPartUsage", job);
      parts = list_of (seed, "JobPartUsage", job);
      for (guint j = 0; hours != NULL && j < hours->len; j++)
        add_hours (seed, &day, hours->pdata[j]);
      for (guint j = 0; parts != NULL && j < parts->len; j++)
        {
          sbx_row_set_text (parts->pdata[j], "user_id", technicians[i % G_N_ELEMENTS (technicians)].id);
          plan (seed, &day, i % G_N_ELEMENTS (technicians));
        }
      add_files (seed, job, i);
    }
}
