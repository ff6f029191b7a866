/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-fault"

#include "sbx-fault.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "sbx-value.h"

static const char *const kind_names[] = {
  [SBX_FAULT_NONE] = "none",
  [SBX_FAULT_DROP_BEFORE] = "drop-before",
  [SBX_FAULT_DROP_AFTER] = "drop-after",
  [SBX_FAULT_504_AFTER] = "504-after",
  [SBX_FAULT_429] = "429",
  [SBX_FAULT_503] = "503",
  [SBX_FAULT_COMMIT_LATE] = "commit-late",
  [SBX_FAULT_QUEUE] = "queue",
  [SBX_FAULT_TRUNCATE] = "truncate",
  [SBX_FAULT_MALFORMED] = "malformed",
  [SBX_FAULT_409] = "409",
  [SBX_FAULT_DEADLOCK] = "deadlock",
  [SBX_FAULT_LOCK] = "lock",
  [SBX_FAULT_EXPIRED_TOKEN] = "expired-token",
  [SBX_FAULT_SLOW] = "slow",
  [SBX_FAULT_GZIP_BOMB] = "gzip-bomb",
  [SBX_FAULT_BRACKETS] = "brackets",
  [SBX_FAULT_HTML] = "html",
  [SBX_FAULT_XML] = "xml",
  [SBX_FAULT_GARBAGE] = "garbage",
  [SBX_FAULT_SKIP_TOKEN] = "skip-token",
};

struct _SbxFaults
{
  GPtrArray *list; /* of SbxFault */
  guint64    last;
};

static void
fault_free (gpointer data)
{
  SbxFault *fault = data;

  g_free (fault->service);
  g_free (fault->method);
  g_clear_pointer (&fault->path, g_regex_unref);
  g_free (fault);
}

SbxFaults *
sbx_faults_new (void)
{
  SbxFaults *faults = g_new0 (SbxFaults, 1);

  faults->list = g_ptr_array_new_with_free_func (fault_free);
  return faults;
}

void
sbx_faults_free (SbxFaults *faults)
{
  if (faults == NULL)
    return;
  g_ptr_array_unref (faults->list);
  g_free (faults);
}

void
sbx_faults_clear (SbxFaults *faults)
{
  g_ptr_array_set_size (faults->list, 0);
}

guint
sbx_faults_size (SbxFaults *faults)
{
  return faults->list->len;
}

const char *
sbx_fault_name (SbxFaultKind kind)
{
  return kind_names[kind];
}

static gboolean
bad_value (const char *name,
           const char *value,
           GError    **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _("A fault can’t have %s “%s”"), name, value);
  return FALSE;
}

static gboolean
set_part (SbxFault   *fault,
          const char *name,
          const char *value,
          GError    **error)
{
  if (strcmp (name, "kind") == 0)
    {
      for (guint i = 1; i < G_N_ELEMENTS (kind_names); i++)
        {
          if (strcmp (kind_names[i], value) == 0)
            {
              fault->kind = (SbxFaultKind) i;
              return TRUE;
            }
        }
      return bad_value (name, value, error);
    }
  if (strcmp (name, "service") == 0)
    {
      g_set_str (&fault->service, value);
      return g_strv_contains ((const char *const[]){ "bc", "wello", "entra", NULL }, value) || bad_value (name, value, error);
    }
  if (strcmp (name, "method") == 0)
    {
      g_set_str (&fault->method, value);
      return TRUE;
    }
  if (strcmp (name, "path") == 0)
    {
      g_clear_pointer (&fault->path, g_regex_unref);
      fault->path = g_regex_new (value, G_REGEX_OPTIMIZE, G_REGEX_MATCH_DEFAULT, error);
      return fault->path != NULL;
    }
  if (strcmp (name, "after") == 0)
    fault->after = g_ascii_strtoll (value, NULL, 10);
  else if (strcmp (name, "times") == 0)
    fault->times = g_ascii_strtoll (value, NULL, 10);
  else if (strcmp (name, "seconds") == 0)
    fault->seconds = g_ascii_strtod (value, NULL);
  else if (strcmp (name, "retry_after") == 0)
    fault->retry_after = strcmp (value, "null") == 0 ? -1 : (int) g_ascii_strtoll (value, NULL, 10);
  else if (strcmp (name, "status") == 0)
    fault->status = (guint) g_ascii_strtoull (value, NULL, 10);
  else if (strcmp (name, "signal") == 0)
    fault->signal = (int) g_ascii_strtoll (value, NULL, 10);
  else if (strcmp (name, "commit") == 0)
    fault->commit = strcmp (value, "true") == 0 || strcmp (value, "yes") == 0;
  else
    return bad_value ("part", name, error);
  return TRUE;
}

static SbxFault *
fault_new (void)
{
  SbxFault *fault = g_new0 (SbxFault, 1);

  fault->times = 1;
  fault->seconds = 2;
  fault->retry_after = -2;
  return fault;
}

static gboolean
add (SbxFaults *faults,
     SbxFault  *fault,
     GError   **error)
{
  if (fault->kind == SBX_FAULT_NONE)
    {
      fault_free (fault);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%s", _("A fault needs a kind"));
      return FALSE;
    }
  fault->id = ++faults->last;
  g_ptr_array_add (faults->list, fault);
  return TRUE;
}

gboolean
sbx_faults_add_text (SbxFaults  *faults,
                     const char *text,
                     GError    **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  SbxFault *fault = fault_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) halves = g_strsplit (parts[i], "=", 2);

      if (halves[0] == NULL || halves[1] == NULL ? !bad_value ("part", parts[i], error)
                                                 : !set_part (fault, halves[0], halves[1], error))
        {
          fault_free (fault);
          return FALSE;
        }
    }
  return add (faults, fault, error);
}

gboolean
sbx_faults_add_json (SbxFaults  *faults,
                     JsonObject *object,
                     GError    **error)
{
  g_autoptr (GList) names = json_object_get_members (object);
  SbxFault *fault = fault_new ();

  for (GList *it = names; it != NULL; it = it->next)
    {
      JsonNode *node = json_object_get_member (object, it->data);
      g_autofree char *text = NULL;

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        text = json_node_dup_string (node);
      else
        text = json_to_string (node, FALSE);

      if (JSON_NODE_HOLDS_NULL (node) && strcmp (it->data, "retry_after") != 0)
        continue;
      if (!set_part (fault, it->data, text, error))
        {
          fault_free (fault);
          return FALSE;
        }
    }
  return add (faults, fault, error);
}

gboolean
sbx_faults_take (SbxFaults  *faults,
                 const char *service,
                 const char *method,
                 const char *target,
                 SbxFault   *out)
{
  for (guint i = 0; i < faults->list->len; i++)
    {
      SbxFault *fault = faults->list->pdata[i];

      if (fault->times == 0 || (fault->service != NULL && strcmp (fault->service, service) != 0)
          || (fault->method != NULL && strcmp (fault->method, method) != 0)
          || (fault->path != NULL && !g_regex_match (fault->path, target, G_REGEX_MATCH_DEFAULT, NULL)))
        continue;
      if (fault->after > 0)
        {
          fault->after--;
          continue;
        }
      if (fault->times > 0)
        fault->times--;
      fault->hits++;
      *out = *fault;
      out->service = out->method = NULL;
      out->path = NULL;
      return TRUE;
    }
  return FALSE;
}

void
sbx_faults_note (SbxFaults      *faults,
                 const SbxFault *taken,
                 gint64          victim)
{
  for (guint i = 0; i < faults->list->len; i++)
    {
      SbxFault *fault = faults->list->pdata[i];

      if (fault->id == taken->id)
        fault->victim = victim;
    }
}

void
sbx_faults_write (SbxFaults *faults,
                  GString   *out)
{
  g_string_append (out, "{\"faults\":[");
  for (guint i = 0; i < faults->list->len; i++)
    {
      SbxFault *fault = faults->list->pdata[i];

      g_string_append (out, i > 0 ? ",{" : "{");
      sbx_json_append_text_member (out, "kind", sbx_fault_name (fault->kind));
      if (fault->service != NULL)
        sbx_json_append_text_member (out, "service", fault->service);
      if (fault->method != NULL)
        sbx_json_append_text_member (out, "method", fault->method);
      if (fault->path != NULL)
        sbx_json_append_text_member (out, "path", g_regex_get_pattern (fault->path));
      sbx_json_append_int_member (out, "after", fault->after);
      sbx_json_append_int_member (out, "times", fault->times);
      sbx_json_append_int_member (out, "hits", fault->hits);
      sbx_json_append_int_member (out, "victim", fault->victim);
      g_string_append_c (out, '}');
    }
  g_string_append (out, "]}");
}
