/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-compare"

#include "config.h"

#include <string.h>

#include "psr-field-back.h"
#include "psr-json-writer.h"
#include "psr-json.h"
#include "psr-sync-compare.h"
#include "psr-sync-person.h"

/* Before the name of a value that Wello had while Business Central had another one, and
 * both stayed: no field has such a name. */
#define APART "wello:"

/* What Wello has; NULL when it doesn't say: its helper properties, such as the
 * codes of countries, read as null. */
static PsrValue *
read_theirs (JsonObject *current,
             const char *name)
{
  JsonNode *node = json_object_get_member (current, name);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;

  return psr_value_new_json (node, NULL);
}

/* Whether Wello has some value behind a code that it doesn't tell: the id that
 * goes with it. */
static gboolean
has_hidden_value (JsonObject *current,
                  const char *name)
{
  g_autofree char *id_name = NULL;
  g_autofree char *id = NULL;

  if (!g_str_has_suffix (name, "_code"))
    return FALSE;

  id_name = g_strdup_printf ("%.*s_id", (int) (strlen (name) - strlen ("_code")), name);
  id = psr_json_dup_guid (current, id_name);
  return id != NULL;
}

static gboolean
is_empty (const PsrValue *value)
{
  return value == NULL ||
         ((value->type == PSR_VALUE_STRING || value->type == PSR_VALUE_GUID) && *value->text == '\0');
}

/* Whether what Wello has was cut on its way there: the whole is in Business Central. */
static gboolean
is_lossy (const PsrSyncTerms *terms,
          const char         *name)
{
  g_autofree char *mark = NULL;

  if (terms->lossy == NULL || *terms->lossy == '\0')
    return FALSE;

  /* Quotes within a value are escaped, so this is a member and nothing else. */
  mark = g_strdup_printf ("\"target\":\"%s\"", name);

  return strstr (terms->lossy, mark) != NULL;
}

static gboolean
is_newer_in_wello (const PsrSyncTerms *terms,
                   JsonObject         *current)
{
  PsrTimestamp modified = PSR_TIMESTAMP_NONE;

  return psr_json_get_timestamp (current, "modified_dateutc", &modified, NULL) && modified > terms->bc_modified;
}

/* What a person decided counts before any rule. */
static PsrSyncVerdict
ask (const PsrSyncTerms *terms,
     PsrSyncVerdict      question,
     gboolean            goes_back)
{
  switch (terms->take)
    {
    case PSR_SYNC_TAKE_BC:
      return PSR_SYNC_TO_WELLO;
    case PSR_SYNC_TAKE_WELLO:
      /* What nobody can accept goes on waiting. */
      if (!goes_back)
        return question == PSR_SYNC_PROPOSAL ? question : PSR_SYNC_SAME;
      return PSR_SYNC_TO_BC;
    case PSR_SYNC_TAKE_NONE:
    default:
      return question;
    }
}

/* What was cut is never written over the longer one without a person. */
static PsrSyncVerdict
take_wello (const PsrSyncTerms *terms,
            const char         *name,
            gboolean            goes_back)
{
  if (!goes_back)
    return PSR_SYNC_SAME;

  return is_lossy (terms, name) ? ask (terms, PSR_SYNC_CONFLICT, TRUE) : PSR_SYNC_TO_BC;
}

static PsrSyncVerdict
settle_conflict (const PsrSyncTerms *terms,
                 const char         *name,
                 JsonObject         *current,
                 gboolean            goes_back)
{
  if (terms->take != PSR_SYNC_TAKE_NONE)
    return ask (terms, PSR_SYNC_CONFLICT, goes_back);

  switch (terms->conflict)
    {
    case PSR_SYNC_ASK:
      return PSR_SYNC_CONFLICT;
    case PSR_SYNC_WELLO_WINS:
      return take_wello (terms, name, goes_back);
    case PSR_SYNC_NEWEST_WINS:
      return is_newer_in_wello (terms, current) ? take_wello (terms, name, goes_back) : PSR_SYNC_TO_WELLO;
    case PSR_SYNC_BC_WINS:
    default:
      return PSR_SYNC_TO_WELLO;
    }
}

/* What Wello has may be longer than what Business Central takes: then the two are
 * the same when it is so in Business Central's form. */
static gboolean
is_same_there (const PsrField *field,
               const PsrValue *theirs,
               const PsrValue *value)
{
  g_autoptr (PsrValue) back = psr_field_make_back (field, theirs, NULL);
  g_autoptr (PsrValue) again = back != NULL ? psr_field_make_again (field, back) : NULL;

  return again != NULL && value != NULL && psr_value_equal (again, value);
}

static gboolean
is_like (const PsrField *field,
         const PsrValue *theirs,
         const PsrValue *value)
{
  return psr_value_equal (theirs, value) ||
         (field != NULL && psr_field_goes_back (field) && is_same_there (field, theirs, value));
}

/* What Wello had when both sides last agreed, also that they differ. */
static const PsrValue *
get_before (const PsrRecord *agreed,
            const char      *name)
{
  const PsrValue *apart = psr_record_get_value (agreed, psr_sync_compare_get_apart_name (name));

  return apart != NULL ? apart : psr_record_get_value (agreed, name);
}

/* What is agreed on is Business Central's id or code, also where no table had it, and nothing
 * was written for it. */
static gboolean
came_from_us (const PsrSyncTerms *terms,
              const PsrField     *field,
              const PsrValue     *agreed,
              const PsrValue     *theirs)
{
  return (field->via == NULL && field->look_up == NULL) || psr_sync_tables_stand_for (terms->tables, field, agreed, theirs);
}

/* Whether Business Central alone decides on the field of a customer or an item, so that a
 * change of it in Wello is told, and can only be rejected. What stands there by an id of
 * Wello's would say nothing to a person. */
static gboolean
is_only_told (PsrFieldMap    *map,
              const PsrField *field)
{
  PsrEntity entity = psr_field_map_get_entity (map);

  return (entity == PSR_ENTITY_CUSTOMER || entity == PSR_ENTITY_ITEM) &&
         field->master == PSR_MASTER_BC && field->source != NULL && !field->identity && !psr_field_goes_back (field) &&
         field->via == NULL && field->look_up == NULL && field->embed == NULL;
}

/* Three sides: what Business Central wants now, what both last agreed on, and
 * what Wello has. @before is what it had then. */
static PsrSyncVerdict
judge (const PsrSyncTerms *terms,
       const PsrField     *field,
       const char         *name,
       const PsrValue     *wanted,
       const PsrValue     *agreed,
       const PsrValue     *before,
       const PsrValue     *theirs,
       JsonObject         *current)
{
  gboolean bc_changed = !psr_value_equal (wanted, agreed);
  gboolean goes_back = terms->both_ways && field != NULL && psr_field_goes_back (field);
  gboolean told = terms->both_ways && field != NULL && is_only_told (terms->map, field);
  gboolean wello_changed;

  if (theirs != NULL && psr_value_equal (wanted, theirs))
    return PSR_SYNC_SAME;

  /* What never was anything in Business Central is Wello's own, and so is what nothing of it
   * became, or what was chosen since. */
  if (field != NULL && field->clears && psr_value_is_nothing (wanted) &&
      (psr_value_is_nothing (agreed) || !came_from_us (terms, field, agreed, theirs)))
    return PSR_SYNC_SAME;

  /* The id is what they are coupled by. */
  if (g_str_equal (name, "id"))
    return PSR_SYNC_SAME;

  /* Nothing is known of Wello's side: only a change of ours is a reason, or
   * that nothing is there yet. */
  if (theirs == NULL)
    return (agreed != NULL ? bc_changed : !has_hidden_value (current, name)) ? PSR_SYNC_TO_WELLO : PSR_SYNC_SAME;

  /* Somebody in Wello hid it: it isn't brought back before the other side
   * says something new. */
  if (g_str_equal (name, "archived") && theirs->type == PSR_VALUE_BOOLEAN && theirs->boolean)
    return agreed != NULL && bc_changed ? PSR_SYNC_TO_WELLO : PSR_SYNC_SAME;

  /* The longer one stays, whether or not anything was agreed on; a name that is divided in
   * two may be longer in any direction. */
  if ((goes_back || (field != NULL && psr_field_goes_back (field) && psr_field_map_get_entity (terms->map) == PSR_ENTITY_PERSON)) &&
      is_same_there (field, theirs, wanted))
    return PSR_SYNC_SAME;

  wello_changed = before != NULL && !terms->begins && !psr_value_equal (theirs, before) &&
                  !(goes_back && is_same_there (field, theirs, before));

  switch (field != NULL ? field->master : PSR_MASTER_BC)
    {
    case PSR_MASTER_BC:
      return (goes_back || told) && wello_changed && !bc_changed ? ask (terms, PSR_SYNC_PROPOSAL, goes_back)
                                                                : PSR_SYNC_TO_WELLO;

    case PSR_MASTER_BOTH:
      /* Where nothing was agreed on yet Business Central wins, but an empty value
       * doesn't wipe out one that is there. */
      if (agreed == NULL)
        return is_empty (wanted) ? PSR_SYNC_SAME : PSR_SYNC_TO_WELLO;
      if (!bc_changed)
        return wello_changed ? take_wello (terms, name, goes_back) : PSR_SYNC_SAME;

      return wello_changed ? settle_conflict (terms, name, current, goes_back) : PSR_SYNC_TO_WELLO;

    case PSR_MASTER_WELLO:
      /* What Wello has is never overwritten, unless it came from here. */
      if (agreed == NULL || terms->begins)
        return is_empty (theirs) ? PSR_SYNC_TO_WELLO : PSR_SYNC_SAME;
      if (wello_changed)
        return goes_back ? PSR_SYNC_TO_BC : PSR_SYNC_SAME;
      if (!psr_value_equal (before, agreed) && !is_empty (theirs))
        return PSR_SYNC_SAME;

      return bc_changed ? PSR_SYNC_TO_WELLO : PSR_SYNC_SAME;

    default:
      g_return_val_if_reached (PSR_SYNC_SAME);
    }
}

/* What both sides are left with, though it differs, is remembered: only what Wello makes
 * of it later is a change. */
static void
note_apart (const PsrSyncTerms *terms,
            const PsrField     *field,
            const char         *name,
            PsrSyncVerdict      verdict,
            const PsrValue     *wanted,
            const PsrValue     *theirs)
{
  const PsrValue *before;
  const char *apart;

  if (terms->apart == NULL || !terms->both_ways || field == NULL || !psr_field_goes_back (field))
    return;

  apart = psr_sync_compare_get_apart_name (name);
  before = terms->agreed != NULL ? psr_record_get_value (terms->agreed, apart) : NULL;

  if (verdict == PSR_SYNC_SAME && theirs != NULL && !is_like (field, theirs, wanted))
    psr_record_set_value (terms->apart, apart, theirs);
  else if (before != NULL && (verdict == PSR_SYNC_CONFLICT || verdict == PSR_SYNC_TO_BC))
    psr_record_set_value (terms->apart, apart, before);
}

/**
 * psr_sync_compare_get_apart_name:
 * @name: the name of a value
 *
 * Returns: (transfer none): under which name what is agreed on has Wello's value, where
 *   the two sides were left different
 */
const char *
psr_sync_compare_get_apart_name (const char *name)
{
  g_autofree char *apart = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  apart = g_strconcat (APART, name, NULL);

  return g_intern_string (apart);
}

/**
 * psr_sync_compare_is_apart_name:
 * @name: a name
 *
 * Returns: whether it is one of those of psr_sync_compare_get_apart_name()
 */
gboolean
psr_sync_compare_is_apart_name (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return g_str_has_prefix (name, APART);
}

/* The record in the form of the mapping's targets. */
static JsonObject *
take_form (PsrFieldMap *map,
           JsonObject  *current)
{
  return psr_field_map_get_entity (map) == PSR_ENTITY_PERSON ? psr_sync_person_compose (current) : json_object_ref (current);
}

static void
write_change (const PsrSyncTerms *terms,
              JsonObject         *current,
              const char         *name,
              const PsrValue     *value,
              PsrJsonWriter      *writer)
{
  if (psr_field_map_get_entity (terms->map) == PSR_ENTITY_PERSON && g_str_equal (name, "lastname"))
    {
      psr_sync_person_write_name (current, value->text, writer);
      return;
    }

  psr_sync_tables_write (terms->tables, psr_field_map_find_target (terms->map, name), name, value, writer);
}

/* Whether the values are those that a person decided about. */
static gboolean
is_as_asked (const PsrSyncTerms *terms,
             JsonObject         *current)
{
  g_autoptr (GPtrArray) differences = g_ptr_array_new_with_free_func (psr_sync_difference_free);
  g_autoptr (GBytes) changes = NULL;
  g_autofree char *question = NULL;
  PsrSyncTerms plain = *terms;

  plain.take = PSR_SYNC_TAKE_NONE;
  plain.apart = NULL;
  changes = psr_sync_compare (&plain, current, differences);
  question = psr_sync_differences_dup_question (differences);

  return g_strcmp0 (question, terms->asked) == 0;
}

/**
 * psr_sync_compare:
 * @terms: what is compared, and by which rules
 * @current: the record as Wello has it
 * @differences: (nullable) (element-type PsrSyncDifference): what isn't settled by
 *   writing to Wello is added to it
 *
 * Decides what has to be written. Values that were cut or rounded on the way
 * are compared in their cut form.
 *
 * Returns: (transfer full) (nullable): a JSON object of what to set in Wello; %NULL when
 *   nothing has to be written there
 */
GBytes *
psr_sync_compare (const PsrSyncTerms *terms,
                  JsonObject         *current,
                  GPtrArray          *differences)
{
  g_autoptr (PsrJsonWriter) writer = NULL;
  g_autoptr (JsonObject) shown = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint n_values;
  guint n_changes = 0;

  g_return_val_if_fail (terms != NULL && terms->map != NULL && terms->wanted != NULL, NULL);
  g_return_val_if_fail (current != NULL, NULL);

  if (terms->take != PSR_SYNC_TAKE_NONE && !is_as_asked (terms, current))
    {
      PsrSyncTerms plain = *terms;

      plain.take = PSR_SYNC_TAKE_NONE;
      return psr_sync_compare (&plain, current, differences);
    }

  shown = take_form (terms->map, current);
  writer = psr_json_writer_new ();
  psr_json_writer_begin_object (writer);

  n_values = psr_record_get_n_values (terms->wanted);

  for (guint i = 0; i < n_values; i++)
    {
      const char *name = psr_record_get_name (terms->wanted, i);
      const PsrValue *value = psr_record_get_value (terms->wanted, name);
      const PsrValue *agreed = terms->agreed != NULL ? psr_record_get_value (terms->agreed, name) : NULL;
      const PsrValue *before = agreed != NULL && terms->both_ways ? get_before (terms->agreed, name) : agreed;
      const PsrField *field = psr_field_map_find_target (terms->map, name);
      g_autoptr (PsrValue) theirs = read_theirs (shown, name);
      PsrSyncVerdict verdict = judge (terms, field, name, value, agreed, before, theirs, shown);

      note_apart (terms, field, name, verdict, value, theirs);

      if (verdict == PSR_SYNC_TO_WELLO)
        {
          write_change (terms, current, name, value, writer);
          n_changes++;
        }
      else if (verdict != PSR_SYNC_SAME && differences != NULL)
        {
          g_ptr_array_add (differences, psr_sync_difference_new (verdict, field, theirs, value));
        }
    }

  psr_json_writer_end_object (writer);
  bytes = psr_json_writer_finish (writer);

  return n_changes > 0 ? g_steal_pointer (&bytes) : NULL;
}

/**
 * psr_sync_compare_has_news:
 * @map: how the record is made
 * @agreed: what both sides last agreed on
 * @current: the record as Wello has it
 *
 * Returns: whether Wello has something else than what was agreed on, or than it had where
 *   the two were left different
 */
gboolean
psr_sync_compare_has_news (PsrFieldMap     *map,
                           const PsrRecord *agreed,
                           JsonObject      *current)
{
  g_autoptr (JsonObject) shown = NULL;

  g_return_val_if_fail (map != NULL, FALSE);
  g_return_val_if_fail (agreed != NULL, FALSE);
  g_return_val_if_fail (current != NULL, FALSE);

  shown = take_form (map, current);
  for (guint i = 0; i < psr_record_get_n_values (agreed); i++)
    {
      const char *name = psr_record_get_name (agreed, i);
      const PsrField *field = psr_field_map_find_target (map, name);
      g_autoptr (PsrValue) theirs = NULL;

      if (field == NULL || (!psr_field_goes_back (field) && !is_only_told (map, field)))
        continue;

      theirs = read_theirs (shown, name);
      if (theirs != NULL && !is_like (field, theirs, get_before (agreed, name)))
        return TRUE;
    }

  return FALSE;
}
