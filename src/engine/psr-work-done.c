/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-work-done"

#include "config.h"

#include <string.h>

#include "psr-json.h"
#include "psr-work-done.h"

G_DEFINE_BOXED_TYPE (PsrWorkDone, psr_work_done, psr_work_done_ref, psr_work_done_unref)

static void
visit_free (gpointer data)
{
  PsrWorkVisit *visit = data;

  g_free (visit->technician);
  g_free (visit->type);
  g_free (visit->text);
  g_free (visit->day);
  g_free (visit->begin);
  g_free (visit->end);
  g_free (visit->remark);
  g_free (visit);
}

static void
file_free (gpointer data)
{
  PsrWorkFile *file = data;

  g_free (file->name);
  g_free (file->mime_type);
  g_free (file->type);
  g_free (file);
}

static void
work_done_clear (gpointer data)
{
  PsrWorkDone *self = data;

  g_free (self->name);
  g_free (self->description);
  g_ptr_array_unref (self->technicians);
  g_ptr_array_unref (self->visits);
  g_ptr_array_unref (self->remarks);
  g_ptr_array_unref (self->files);
}

/**
 * psr_work_done_new:
 *
 * Returns: (transfer full): nothing done yet
 */
PsrWorkDone *
psr_work_done_new (void)
{
  PsrWorkDone *self = g_atomic_rc_box_new0 (PsrWorkDone);

  self->name = g_strdup ("");
  self->description = g_strdup ("");
  self->technicians = g_ptr_array_new_with_free_func (g_free);
  self->visits = g_ptr_array_new_with_free_func (visit_free);
  self->remarks = g_ptr_array_new_with_free_func (g_free);
  self->files = g_ptr_array_new_with_free_func (file_free);

  return self;
}

/**
 * psr_work_done_ref:
 * @self: what was done
 *
 * Returns: (transfer full): @self
 */
PsrWorkDone *
psr_work_done_ref (PsrWorkDone *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_work_done_unref:
 * @self: (transfer full): what was done
 *
 * Gives up a reference.
 */
void
psr_work_done_unref (PsrWorkDone *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, work_done_clear);
}

/**
 * psr_work_done_add_visit:
 * @self: what was done
 *
 * Returns: (transfer none): a new visit, to be filled
 */
PsrWorkVisit *
psr_work_done_add_visit (PsrWorkDone *self)
{
  PsrWorkVisit *visit;

  g_return_val_if_fail (self != NULL, NULL);

  visit = g_new0 (PsrWorkVisit, 1);
  visit->technician = g_strdup ("");
  visit->type = g_strdup ("");
  visit->text = g_strdup ("");
  visit->from = PSR_TIMESTAMP_NONE;
  visit->to = PSR_TIMESTAMP_NONE;
  visit->day = g_strdup ("");
  visit->begin = g_strdup ("");
  visit->end = g_strdup ("");
  visit->remark = g_strdup ("");
  g_ptr_array_add (self->visits, visit);

  return visit;
}

/**
 * psr_work_done_add_file:
 * @self: what was done
 * @name: what it is called
 *
 * Returns: (transfer none): a new file, to be filled
 */
PsrWorkFile *
psr_work_done_add_file (PsrWorkDone *self,
                        const char  *name)
{
  PsrWorkFile *file;

  g_return_val_if_fail (self != NULL, NULL);

  file = g_new0 (PsrWorkFile, 1);
  file->name = g_strdup (name);
  file->mime_type = g_strdup ("");
  file->type = g_strdup ("");
  g_ptr_array_add (self->files, file);

  return file;
}

/**
 * psr_work_done_add_technician:
 * @self: what was done
 * @name: who did it, by name
 *
 * Adds who did it, once; nobody where the name is "".
 */
void
psr_work_done_add_technician (PsrWorkDone *self,
                              const char  *name)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  if (*name != '\0' && !g_ptr_array_find_with_equal_func (self->technicians, name, g_str_equal, NULL))
    g_ptr_array_add (self->technicians, g_strdup (name));
}

static void
write_time (PsrJsonWriter *writer,
            const char    *name,
            PsrTimestamp   time)
{
  g_autofree char *text = NULL;

  if (time == PSR_TIMESTAMP_NONE)
    return;

  text = psr_timestamp_to_string (time);
  psr_json_writer_add_string (writer, name, text);
}

static void
write_texts (PsrJsonWriter   *writer,
             const char      *name,
             const GPtrArray *texts)
{
  psr_json_writer_member (writer, name);
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < texts->len; i++)
    psr_json_writer_string (writer, texts->pdata[i]);
  psr_json_writer_end_array (writer);
}

static void
write_visits (PsrJsonWriter     *writer,
              const PsrWorkDone *self)
{
  psr_json_writer_member (writer, "visits");
  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < self->visits->len; i++)
    {
      const PsrWorkVisit *visit = self->visits->pdata[i];

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "technician", visit->technician);
      psr_json_writer_add_string (writer, "type", visit->type);
      psr_json_writer_add_string (writer, "text", visit->text);
      psr_json_writer_add_string (writer, "day", visit->day);
      write_time (writer, "from", visit->from);
      write_time (writer, "to", visit->to);
      psr_json_writer_add_decimal (writer, "hours", visit->hours);
      psr_json_writer_add_string (writer, "remark", visit->remark);
      psr_json_writer_add_boolean (writer, "underWarranty", visit->is_under_warranty);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
}

static void
write_files (PsrJsonWriter     *writer,
             const PsrWorkDone *self)
{
  psr_json_writer_member (writer, "files");
  if (!self->has_files)
    {
      psr_json_writer_null (writer);
      return;
    }

  psr_json_writer_begin_array (writer);
  for (guint i = 0; i < self->files->len; i++)
    {
      const PsrWorkFile *file = self->files->pdata[i];

      psr_json_writer_begin_object (writer);
      psr_json_writer_add_string (writer, "name", file->name);
      psr_json_writer_add_string (writer, "mimeType", file->mime_type);
      psr_json_writer_add_string (writer, "type", file->type);
      psr_json_writer_add_int64 (writer, "size", file->size);
      psr_json_writer_end_object (writer);
    }
  psr_json_writer_end_array (writer);
}

/**
 * psr_work_done_write:
 * @self: what was done
 * @writer: where to write
 *
 * Writes it as an object.
 */
void
psr_work_done_write (const PsrWorkDone *self,
                     PsrJsonWriter     *writer)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (writer != NULL);

  psr_json_writer_begin_object (writer);
  psr_json_writer_add_string (writer, "name", self->name);
  psr_json_writer_add_string (writer, "description", self->description);
  write_texts (writer, "technicians", self->technicians);
  write_visits (writer, self);
  write_texts (writer, "remarks", self->remarks);
  write_files (writer, self);
  psr_json_writer_end_object (writer);
}

/**
 * psr_work_done_to_json:
 * @self: what was done
 *
 * Returns: (transfer full): the same as text, for psr_work_done_from_json()
 */
char *
psr_work_done_to_json (const PsrWorkDone *self)
{
  g_autoptr(PsrJsonWriter) writer = psr_json_writer_new ();

  g_return_val_if_fail (self != NULL, NULL);

  psr_work_done_write (self, writer);

  return psr_json_writer_finish_text (writer);
}

static PsrTimestamp
read_time (JsonObject *object,
           const char *name)
{
  PsrTimestamp time;

  return psr_json_get_timestamp (object, name, &time, NULL) ? time : PSR_TIMESTAMP_NONE;
}

/* The company's clock, wherever this desktop is. */
static char *
dup_clock (PsrTimestamp  time,
           GTimeZone    *zone)
{
  g_autoptr(GDateTime) utc = time != PSR_TIMESTAMP_NONE ? g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC) : NULL;
  g_autoptr(GDateTime) there = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  return there != NULL ? g_date_time_format (there, "%H:%M") : g_strdup ("");
}

static void
read_visit (PsrWorkDone *self,
            JsonObject  *object,
            GTimeZone   *zone)
{
  PsrWorkVisit *visit = psr_work_done_add_visit (self);

  g_set_str (&visit->technician, psr_json_get_string (object, "technician"));
  g_set_str (&visit->type, psr_json_get_string (object, "type"));
  g_set_str (&visit->text, psr_json_get_string (object, "text"));
  g_set_str (&visit->day, psr_json_get_string (object, "day"));
  g_set_str (&visit->remark, psr_json_get_string (object, "remark"));
  visit->is_under_warranty = psr_json_get_boolean (object, "underWarranty");
  visit->from = read_time (object, "from");
  visit->to = read_time (object, "to");
  if (!psr_json_get_decimal (object, "hours", &visit->hours, NULL))
    visit->hours = PSR_DECIMAL_INIT (0);

  g_free (visit->begin);
  g_free (visit->end);
  visit->begin = dup_clock (visit->from, zone);
  visit->end = dup_clock (visit->to, zone);
  if (visit->from != PSR_TIMESTAMP_NONE)
    {
      g_free (visit->day);
      visit->day = psr_timestamp_to_date (visit->from, zone);
    }
}

static void
read_file (PsrWorkDone *self,
           JsonObject  *object)
{
  PsrWorkFile *file = psr_work_done_add_file (self, psr_json_get_string (object, "name"));

  g_set_str (&file->mime_type, psr_json_get_string (object, "mimeType"));
  g_set_str (&file->type, psr_json_get_string (object, "type"));
  if (!psr_json_get_int64 (object, "size", &file->size, NULL))
    file->size = 0;
}

static void
read_texts (GPtrArray  *texts,
            JsonObject *object,
            const char *name)
{
  JsonArray *array = psr_json_get_array (object, name);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_ptr_array_add (texts, g_strdup (json_array_get_string_element (array, i)));
}

/**
 * psr_work_done_from_json:
 * @text: what psr_work_done_to_json() made
 * @zone: the company's time zone
 *
 * Not to be called in a fiber.
 *
 * Returns: (transfer full) (nullable): what was done; %NULL where it can't be read any more
 */
PsrWorkDone *
psr_work_done_from_json (const char *text,
                         GTimeZone  *zone)
{
  g_autoptr(PsrWorkDone) self = psr_work_done_new ();
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) node = NULL;
  JsonObject *object;
  JsonArray *visits, *files;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  bytes = g_bytes_new (text, strlen (text));
  node = psr_json_parse (bytes, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;

  object = json_node_get_object (node);
  g_set_str (&self->name, psr_json_get_string (object, "name"));
  g_set_str (&self->description, psr_json_get_string (object, "description"));
  read_texts (self->technicians, object, "technicians");
  read_texts (self->remarks, object, "remarks");

  visits = psr_json_get_array (object, "visits");
  for (guint i = 0; visits != NULL && i < json_array_get_length (visits); i++)
    read_visit (self, json_array_get_object_element (visits, i), zone);

  files = psr_json_get_array (object, "files");
  self->has_files = files != NULL;
  for (guint i = 0; files != NULL && i < json_array_get_length (files); i++)
    read_file (self, json_array_get_object_element (files, i));

  return g_steal_pointer (&self);
}
