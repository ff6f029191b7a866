/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "office-fixture.h"

/* Records about which a person is asked. */

#define OFFICE_SITE "https://office.example"
#define FIELD_SITE  "https://field.example"
#define LATER_SITE  "https://later.example"
#define NEW_ACCOUNT "Nieuw in het veld"

/* A customer that is in Wello under its number; others are taken. */
static inline char *
find_plain (Office     *office,
            const char *taken)
{
  g_autoptr(JsonNode) node = office_read (office, "rows?service=bc&set=customers");
  JsonArray *rows = psr_json_get_array (json_node_get_object (node), "rows");

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      const char *number = psr_json_get_string (row, "number");
      g_autofree char *company = office_find (office, "wello", "Company", "code", number, "id");

      if (company != NULL && (taken == NULL || strstr (taken, number) == NULL) &&
          g_str_equal (psr_json_get_string (row, "blocked"), "_x0020_") && strlen (psr_json_get_string (row, "displayName")) < 40)
        return g_strdup (number);
    }

  g_assert_not_reached ();
}

static inline void
change_company (Office     *office,
                const char *number,
                const char *values)
{
  g_autofree char *id = office_find (office, "wello", "Company", "code", number, "id");

  office_change (office, "wello", "Company", id, values);
}

/* Both sides change the same. */
static inline void
change_both (Office     *office,
             const char *number)
{
  g_autofree char *id = office_find (office, "bc", "customers", "number", number, "id");

  office_change (office, "bc", "customers", id, "\"website\":\"" OFFICE_SITE "\"");
  change_company (office, number, "\"url\":\"" FIELD_SITE "\"");
}

/* Somebody makes a client in Wello, where the customer @number is. */
static inline void
add_account (Office     *office,
             const char *number)
{
  g_autofree char *country = office_find (office, "wello", "Company", "code", number, "db_country_id");
  g_autofree char *values = NULL;

  values = g_strdup_printf ("\"name\":\"" NEW_ACCOUNT "\",\"is_client\":true,\"zip\":\"9000\",\"city\":\"Gent\",\"db_country_id\":\"%s\"",
                            country);
  office_change (office, "wello", "Company", NULL, values);
}
