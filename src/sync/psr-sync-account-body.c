/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-account-body"

#include "config.h"

#include "psr-field-back.h"
#include "psr-json-writer.h"
#include "psr-json.h"
#include "psr-sync-account.h"
#include "psr-text.h"

static void
add_text (PsrJsonWriter *writer,
          const char    *member,
          const char    *text)
{
  if (*text != '\0')
    psr_json_writer_add_string (writer, member, text);
}

/* API v1.0 has the whole address in one object, with both lines in its street, and counts
 * their characters ([AL] APIV1 - Customers; Graph Mgt - Complex Types). */
static void
write_address_v1 (PsrJsonWriter *writer,
                  JsonObject    *object)
{
  g_autofree char *first = psr_text_cut (psr_json_get_string (object, "street"), 100);
  g_autofree char *second = psr_text_cut (psr_json_get_string (object, "street2"), 50);
  g_autofree char *street = g_strconcat (first, *second != '\0' ? "\r\n" : "", second, NULL);
  g_autofree char *city = psr_text_cut (psr_json_get_string (object, "city"), 30);
  g_autofree char *zip = psr_text_cut (psr_json_get_string (object, "zip"), 20);

  psr_json_writer_member (writer, "address");
  psr_json_writer_begin_object (writer);
  add_text (writer, "street", street);
  add_text (writer, "city", city);
  add_text (writer, "countryLetterCode", psr_json_get_string (object, "db_country_code"));
  add_text (writer, "postalCode", zip);
  psr_json_writer_end_object (writer);
}

/**
 * psr_sync_account_make_body:
 * @map: what customers, or contacts, become in Wello
 * @object: a company or a contact, as Wello writes it
 * @is_v1: whether it is for API v1.0
 * @error: return location for a #PsrMappingError
 *
 * Returns: (transfer full) (nullable): the record to make in Business Central, as JSON;
 *   %NULL with @error where a value doesn't fit
 */
GBytes *
psr_sync_account_make_body (PsrFieldMap  *map,
                            JsonObject   *object,
                            gboolean      is_v1,
                            GError      **error)
{
  g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();

  g_return_val_if_fail (map != NULL && object != NULL, NULL);

  psr_json_writer_begin_object (writer);
  if (psr_field_map_get_entity (map) == PSR_ENTITY_PERSON)
    {
      psr_json_writer_add_string (writer, "type", "Person");
      psr_json_writer_add_string (writer, "companyNumber", psr_json_get_string (object, "zip"));
    }
  else
    {
      psr_json_writer_add_string (writer, "type", "Company");
    }
  /* The country first: in Belgium it says what kind of number the VAT number is. */
  if (is_v1)
    write_address_v1 (writer, object);
  else if (*psr_json_get_string (object, "db_country_code") != '\0')
    psr_json_writer_add_string (writer, "country", psr_json_get_string (object, "db_country_code"));

  for (guint i = 0; i < psr_field_map_get_n_fields (map); i++)
    {
      const PsrField *field = psr_field_map_get_field (map, i);
      JsonNode *node = json_object_get_member (object, field->target);
      g_autoptr (PsrValue) theirs = NULL;
      g_autoptr (PsrValue) value = NULL;

      if (!psr_field_goes_back (field) || node == NULL || !JSON_NODE_HOLDS_VALUE (node))
        continue;
      theirs = psr_value_new_json (node, NULL);
      if (theirs == NULL)
        continue;

      value = psr_field_make_back (field, theirs, error);
      if (value == NULL)
        return NULL;
      if (*value->text == '\0')
        continue;

      psr_json_writer_member (writer, field->source);
      psr_value_write_json (value, writer);
    }
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish (writer);
}
