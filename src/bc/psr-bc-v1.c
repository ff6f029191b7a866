/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-v1"

#include "config.h"

#include <string.h>

#include "psr-bc-v1.h"
#include "psr-guid.h"
#include "psr-json.h"
#include "psr-text.h"

/* Of a GUID. */
#define ID_LENGTH 36

static char *
dup_part (JsonObject *object,
          const char *member,
          const char *part)
{
  JsonObject *nested = psr_json_get_object (object, member);

  return nested != NULL ? psr_json_dup_text (nested, part) : NULL;
}

/**
 * psr_bc_v1_is_line_key:
 * @text: what a line has for its id
 *
 * In API v1.0 the key of a line is the GUID of its document and its own number, as in
 * `salesInvoiceLines('7e5b…-10000')`.
 *
 * Source: Microsoft, OpenAPI of API v1.0, salesInvoiceLine; [AL] APIV1 - Sales Invoice Lines.
 *
 * Returns: whether @text is such a key
 */
gboolean
psr_bc_v1_is_line_key (const char *text)
{
  g_autofree char *document = NULL;

  g_return_val_if_fail (text != NULL, FALSE);

  if (strlen (text) < ID_LENGTH + 2 || text[ID_LENGTH] != '-' ||
      strspn (text + ID_LENGTH + 1, "0123456789") != strlen (text + ID_LENGTH + 1))
    return FALSE;

  document = g_strndup (text, ID_LENGTH);

  return psr_guid_is_canonical (document);
}

/**
 * psr_bc_v1_take_text:
 * @object: a row as the service sent it
 * @member: an object in it
 * @part: a text in that
 * @place: (inout): what takes the text where the row has it
 */
void
psr_bc_v1_take_text (JsonObject  *object,
                     const char  *member,
                     const char  *part,
                     char       **place)
{
  g_autofree char *text = NULL;

  g_return_if_fail (object != NULL && member != NULL && part != NULL && place != NULL);

  text = dup_part (object, member, part);
  if (text != NULL)
    g_set_str (place, text);
}

/**
 * psr_bc_v1_take_code:
 * @object: a row as the service sent it
 * @member: an object in it
 * @part: a code in that
 * @place: (inout): what takes the code, in upper case, where the row has it
 */
void
psr_bc_v1_take_code (JsonObject  *object,
                     const char  *member,
                     const char  *part,
                     char       **place)
{
  g_autofree char *text = NULL;
  g_autofree char *code = NULL;

  g_return_if_fail (object != NULL && member != NULL && part != NULL && place != NULL);

  text = dup_part (object, member, part);
  if (text == NULL)
    return;

  code = psr_text_code (text);
  g_set_str (place, code);
}

/**
 * psr_bc_v1_take_street:
 * @object: a row with an address
 * @first: (inout): takes the first line
 * @second: (inout): takes the second one
 *
 * API v1.0 has both lines of an address in its street.
 *
 * Source: [AL] Graph Mgt - Complex Types, which joins them with a line break.
 */
void
psr_bc_v1_take_street (JsonObject  *object,
                       char       **first,
                       char       **second)
{
  g_autofree char *street = NULL;
  g_auto (GStrv) lines = NULL;

  g_return_if_fail (object != NULL && first != NULL && second != NULL);

  street = dup_part (object, "address", "street");
  if (street == NULL)
    return;

  lines = g_strsplit (street, "\n", 2);
  g_set_str (first, lines[0] != NULL ? g_strstrip (lines[0]) : "");
  g_set_str (second, lines[0] != NULL && lines[1] != NULL ? g_strstrip (lines[1]) : "");
}
