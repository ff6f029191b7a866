/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-contacts"

#include "sbx-bc-contacts.h"

#include <string.h>

/* The page "Contacts Information" over its buffer ([AL] table 5049, LoadDataFromFilters): the relation of a customer names
 * one contact; shown are all whose company that is, or else that one alone. */

#define SET "contactsInformation"

static SbxTable *
make_table (SbxCall *call)
{
  SbxSchema *schema = sbx_schema_new (SET, "contactInformation", "Microsoft.NAV.contactInformation");
  SbxTable *table;

  sbx_schema_add (schema, "contactId", SBX_TYPE_GUID, 0, 0);
  sbx_schema_add (schema, "contactNumber", SBX_TYPE_STRING, 20, SBX_PROPERTY_CODE);
  sbx_schema_add (schema, "contactName", SBX_TYPE_STRING, 100, 0);
  sbx_schema_add_enum (schema, "contactType", 0, "Company|Person");
  sbx_schema_add (schema, "relatedId", SBX_TYPE_GUID, 0, 0);
  sbx_schema_add_enum (schema, "relatedType", SBX_PROPERTY_READ_ONLY, "_x0020_|Customer|Vendor|Bank_x0020_Account|Employee");
  sbx_schema_add (schema, "id", SBX_TYPE_GUID, 0, SBX_PROPERTY_HIDDEN);
  table = sbx_table_new (schema);

  if (call->views == NULL)
    call->views = g_ptr_array_new_with_free_func ((GDestroyNotify) sbx_table_free);
  g_ptr_array_add (call->views, table);
  return table;
}

static void
add_row (SbxTable *table,
         SbxRow   *contact,
         SbxRow   *customer)
{
  SbxRow *row = sbx_row_new (table);

  sbx_row_set_text (row, "id", sbx_row_id (contact));
  sbx_row_set_text (row, "contactId", sbx_row_id (contact));
  sbx_row_set_text (row, "contactNumber", sbx_row_text (contact, "number"));
  sbx_row_set_text (row, "contactName", sbx_row_text (contact, "displayName"));
  sbx_row_set_text (row, "contactType", sbx_row_text (contact, "type"));
  sbx_row_set_text (row, "relatedId", sbx_row_id (customer));
  sbx_row_set_text (row, "relatedType", "Customer");
  sbx_table_insert (table, row);
}

SbxTable *
sbx_contacts_of (SbxCall *call,
                 SbxRow  *customer)
{
  SbxTable *contacts = sbx_company_table (call->company, "contacts"), *table = make_table (call);
  const char *number = customer != NULL ? sbx_row_text (customer, "al.contactNumber") : "";
  GPtrArray *own = *number != '\0' ? sbx_table_list_by (contacts, "companyNumber", number) : NULL;
  SbxRow *alone;

  for (guint i = 0; own != NULL && i < own->len; i++)
    add_row (table, own->pdata[i], customer);
  alone = *number != '\0' && (own == NULL || own->len == 0) ? sbx_table_find_by (contacts, "number", number) : NULL;
  if (alone != NULL)
    add_row (table, alone, customer);
  return table;
}

gboolean
sbx_call_contacts_of (SbxCall    *call,
                      SbxRow     *customer,
                      SbxProblem *problem)
{
  g_autofree char *name = g_strdup_printf ("companies(%s)/customers(%s)/" SET, call->company->id, sbx_row_id (customer));

  return sbx_call_list_table (call, sbx_contacts_of (call, customer), name, problem);
}

/* Its own set needs to be told of whom. */
gboolean
sbx_call_contacts (SbxCall    *call,
                   SbxProblem *problem)
{
  g_autoptr (GError) error = NULL;
  SbxTable *none = make_table (call);
  g_autoptr (SbxQuery) query = sbx_query_parse (call->request->query, none, SBX_DIALECT_BC, &error);
  g_autoptr (GPtrArray) related = NULL;
  g_autoptr (GPtrArray) types = NULL;
  g_autofree char *name = g_strdup_printf ("companies(%s)/" SET, call->company->id);
  const SbxSchema *schema = sbx_table_get_schema (none);
  SbxRow *customer;

  if (query == NULL)
    {
      sbx_problem_from_odata (problem, error);
      return FALSE;
    }
  if (query->filter != NULL)
    {
      related = sbx_filter_equal_values (query->filter, sbx_schema_column (schema, "relatedId"));
      types = sbx_filter_equal_values (query->filter, sbx_schema_column (schema, "relatedType"));
    }
  if (related == NULL || related->len != 1 || types == NULL || types->len != 1)
    return sbx_problem_dialog (problem, "id type not specified.");

  customer = strcmp (types->pdata[0], "Customer") == 0
               ? sbx_table_find (sbx_company_table (call->company, "customers"), related->pdata[0]) : NULL;
  return sbx_call_list_table (call, sbx_contacts_of (call, customer), name, problem);
}

/* A person's company is a contact of the other kind; a company's is itself. */
gboolean
sbx_contact_finish (SbxCompany *company,
                    SbxRow     *row,
                    SbxProblem *problem)
{
  SbxTable *table = sbx_company_table (company, "contacts");
  gboolean person = strcmp (sbx_row_text (row, "type"), "Person") == 0;
  const char *number = sbx_row_text (row, "companyNumber");
  SbxRow *of;

  if (!person)
    {
      sbx_row_set_text (row, "companyNumber", sbx_row_text (row, "number"));
      sbx_row_set_text (row, "companyName", sbx_row_text (row, "displayName"));
      return TRUE;
    }
  of = *number != '\0' ? sbx_table_find_by (table, "number", number) : NULL;
  if (*number != '\0' && (of == NULL || strcmp (sbx_row_text (of, "type"), "Company") != 0))
    return sbx_problem_dialog (problem,
                               "The field Company No. of table Contact contains a value (%s) that cannot be found in the related table (Contact).",
                               number);
  sbx_row_set_text (row, "companyName", of != NULL ? sbx_row_text (of, "displayName") : NULL);
  return TRUE;
}
