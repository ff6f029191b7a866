/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-person"

#include "config.h"

#include <string.h>

#include "psr-json.h"
#include "psr-sync-person.h"

/* Business Central's API has the whole name of a person as one text. In Wello it may stand
 * in two fields, or all of it in the last name, as of systems that have one. */

/**
 * psr_sync_person_join:
 * @first: a first name, or ""
 * @last: a last name, or ""
 *
 * Returns: (transfer full): the whole name
 */
char *
psr_sync_person_join (const char *first,
                      const char *last)
{
  char *name;

  g_return_val_if_fail (first != NULL && last != NULL, NULL);

  name = g_strjoin (*first != '\0' && *last != '\0' ? " " : "", first, last, NULL);

  return g_strstrip (name);
}

/**
 * psr_sync_person_dup_name:
 * @contact: a contact of Wello
 *
 * Returns: (transfer full): the whole name of the person
 */
char *
psr_sync_person_dup_name (JsonObject *contact)
{
  g_return_val_if_fail (contact != NULL, NULL);

  return psr_sync_person_join (psr_json_get_string (contact, "firstname"), psr_json_get_string (contact, "lastname"));
}

/**
 * psr_sync_person_compose:
 * @contact: a contact of Wello
 *
 * Returns: (transfer full): the same with the whole name as its last name, as mappings
 *   make it; the members are those of @contact
 */
JsonObject *
psr_sync_person_compose (JsonObject *contact)
{
  g_autoptr (JsonObject) composed = NULL;
  g_autoptr (GList) names = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (contact != NULL, NULL);

  composed = json_object_new ();
  names = json_object_get_members (contact);
  for (GList *l = names; l != NULL; l = l->next)
    json_object_set_member (composed, l->data, json_node_copy (json_object_get_member (contact, l->data)));

  if (json_object_has_member (contact, "lastname"))
    {
      name = psr_sync_person_dup_name (contact);
      json_object_set_string_member (composed, "lastname", name);
    }

  return g_steal_pointer (&composed);
}

/**
 * psr_sync_person_write_name:
 * @contact: a contact as Wello has it
 * @name: the whole name that it is to have
 * @writer: a writer within an object
 *
 * Writes the members of which Wello's name consists. A first name that is there stays one
 * as long as the whole begins with it.
 */
void
psr_sync_person_write_name (JsonObject     *contact,
                            const char     *name,
                            PsrJsonWriter  *writer)
{
  const char *first;
  gsize length;

  g_return_if_fail (contact != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (writer != NULL);

  first = psr_json_get_string (contact, "firstname");
  length = strlen (first);

  if (length > 0 && g_str_has_prefix (name, first) && name[length] == ' ' && name[length + 1] != '\0')
    {
      psr_json_writer_add_string (writer, "lastname", name + length + 1);
      return;
    }

  psr_json_writer_add_string (writer, "lastname", name);
  if (length > 0)
    psr_json_writer_add_string (writer, "firstname", "");
}
