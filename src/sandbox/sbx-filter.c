/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-filter"

#include "sbx-filter.h"

#include <string.h>

#include "sbx-enum.h"
#include "sbx-lexer.h"

G_DEFINE_QUARK (sbx-odata-error-quark, sbx_odata_error)

#define MAX_DEPTH 64
#define MAX_TERMS 4096

typedef enum
{
  NODE_AND,
  NODE_OR,
  NODE_COMPARE,
  NODE_FUNCTION,
} NodeKind;

typedef enum { OP_EQ, OP_NE, OP_GT, OP_GE, OP_LT, OP_LE } Operator;
typedef enum { FN_STARTS, FN_ENDS, FN_CONTAINS } Function;
typedef enum { CASE_AS_IS, CASE_LOWER, CASE_UPPER } Case;

struct _SbxFilter
{
  NodeKind           kind;
  SbxFilter         *left, *right;
  int                column;
  const SbxProperty *property;
  Operator           op;
  Function           function;
  Case               letters;
  SbxValue           value;
};

typedef struct
{
  SbxLexer   lexer;
  SbxTable  *table;
  SbxDialect dialect;
  guint      depth, terms;
} Parser;

void
sbx_filter_free (SbxFilter *filter)
{
  if (filter == NULL)
    return;
  sbx_filter_free (filter->left);
  sbx_filter_free (filter->right);
  if (filter->property != NULL)
    sbx_value_clear (filter->property->type, &filter->value);
  g_free (filter);
}

static gboolean
syntax_error (Parser *parser,
              GError **error)
{
  if (error != NULL && *error == NULL)
    g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_SYNTAX,
                 "Syntax error at position %d in '%s'.", (int) (parser->lexer.at - parser->lexer.text),
                 parser->lexer.text);
  return FALSE;
}

static gboolean
find_column (Parser     *parser,
             const char *name,
             int        *column,
             GError    **error)
{
  const SbxSchema *schema = sbx_table_get_schema (parser->table);

  *column = parser->dialect == SBX_DIALECT_BC ? sbx_schema_column_nocase (schema, name) : sbx_schema_column (schema, name);
  if (*column >= 0 && (sbx_schema_property (schema, *column)->flags & SBX_PROPERTY_HIDDEN))
    *column = -1;
  if (*column >= 0)
    return TRUE;

  g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_UNKNOWN_PROPERTY,
               "Could not find a property named '%s' on type '%s'.", name, schema->type_name);
  return FALSE;
}

static gboolean
read_enum (const SbxProperty *property,
           const char        *text,
           SbxValue          *value,
           GError           **error)
{
  g_autofree char *list = NULL;

  value->text = sbx_enum_find (property->values, text);
  if (value->text != NULL)
    return TRUE;
  list = sbx_enum_list (property->values);
  g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_LITERAL,
               "'%s' is not an option. The existing options are: %s", text, list);
  return FALSE;
}

static gboolean
read_literal (Parser            *parser,
              const SbxProperty *property,
              SbxValue          *value,
              GError           **error)
{
  g_autofree char *text = NULL;
  gboolean quoted, good = FALSE;

  text = sbx_lexer_literal (&parser->lexer, &quoted);
  if (text == NULL)
    return syntax_error (parser, error);
  value->integer = 0;

  switch (property->type)
    {
    case SBX_TYPE_STRING:
      if ((good = quoted))
        {
          /* Code fields are compared upper-cased, as AL's SetFilter does. */
          char *folded = property->flags & SBX_PROPERTY_CODE ? g_utf8_strup (text, -1) : g_strdup (text);

          if (*folded == '\0')
            g_clear_pointer (&folded, g_free);
          value->text = folded;
        }
      break;
    case SBX_TYPE_ENUM:
      return quoted ? read_enum (property, text, value, error) : syntax_error (parser, error);
    case SBX_TYPE_GUID:
      if (!quoted && (value->text = sbx_guid_parse (text)) != NULL)
        {
          good = TRUE;
          if (strcmp (value->text, SBX_ZERO_GUID) == 0)
            g_clear_pointer (&value->text, g_free);
        }
      break;
    case SBX_TYPE_BOOL:
      good = !quoted && (strcmp (text, "true") == 0 || strcmp (text, "false") == 0);
      value->integer = text[0] == 't';
      break;
    case SBX_TYPE_INT:
    case SBX_TYPE_DECIMAL:
      good = !quoted && sbx_decimal_parse (text, &value->integer);
      if (property->type == SBX_TYPE_INT)
        value->integer /= SBX_DECIMAL_ONE;
      break;
    case SBX_TYPE_DATE:
    case SBX_TYPE_DATETIME:
      /* Wello documents quoted date-times; Business Central takes them bare. */
      if (!quoted || parser->dialect == SBX_DIALECT_WELLO)
        good = property->type == SBX_TYPE_DATE ? sbx_date_parse (text, &value->integer)
                                               : sbx_datetime_parse (text, &value->integer);
      break;
    case SBX_TYPE_OBJECT:
    case SBX_TYPE_NULL:
    default:
      break;
    }

  if (!good && *error == NULL)
    g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_LITERAL,
                 "A binary operator with incompatible types was detected: '%s' does not fit the property '%s'.", text,
                 property->name);
  return good;
}

static SbxFilter *
new_leaf (Parser  *parser,
          NodeKind kind,
          int      column)
{
  SbxFilter *filter = g_new0 (SbxFilter, 1);

  filter->kind = kind;
  filter->column = column;
  filter->property = sbx_schema_property (sbx_table_get_schema (parser->table), column);
  return filter;
}

static gboolean
check_filterable (Parser            *parser,
                  const SbxProperty *property,
                  GError           **error)
{
  if (property->type != SBX_TYPE_NULL && property->type != SBX_TYPE_OBJECT && !(property->flags & SBX_PROPERTY_NO_FILTER))
    return TRUE;
  g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_NOT_IMPLEMENTED, "The property '%s' cannot be used in the query option '$filter'.",
               property->name);
  return FALSE;
}

/* name, or tolower(name), toupper(name). */
static gboolean
parse_operand (Parser  *parser,
               int     *column,
               Case    *letters,
               GError **error)
{
  g_autofree char *name = sbx_lexer_word (&parser->lexer);
  g_autofree char *inner = NULL;

  *letters = CASE_AS_IS;
  if (name == NULL)
    return syntax_error (parser, error);
  if ((strcmp (name, "tolower") == 0 || strcmp (name, "toupper") == 0) && sbx_lexer_accept (&parser->lexer, '('))
    {
      *letters = name[2] == 'l' ? CASE_LOWER : CASE_UPPER;
      inner = sbx_lexer_word (&parser->lexer);
      if (inner == NULL || !sbx_lexer_accept (&parser->lexer, ')'))
        return syntax_error (parser, error);
      return find_column (parser, inner, column, error);
    }
  return find_column (parser, name, column, error);
}

static SbxFilter *
parse_function (Parser  *parser,
                Function function,
                GError **error)
{
  g_autoptr (SbxFilter) filter = NULL;
  Case letters;
  int column;

  if (!sbx_lexer_accept (&parser->lexer, '('))
    return syntax_error (parser, error), NULL;
  if (!parse_operand (parser, &column, &letters, error))
    return NULL;

  filter = new_leaf (parser, NODE_FUNCTION, column);
  filter->function = function;
  filter->letters = letters;
  if (!check_filterable (parser, filter->property, error))
    return NULL;
  if (filter->property->type != SBX_TYPE_STRING)
    {
      g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_LITERAL, "The function needs a text, which '%s' is not.", filter->property->name);
      return NULL;
    }
  if (!sbx_lexer_accept (&parser->lexer, ','))
    return syntax_error (parser, error), NULL;
  if (!read_literal (parser, filter->property, &filter->value, error))
    return NULL;
  if (!sbx_lexer_accept (&parser->lexer, ')'))
    return syntax_error (parser, error), NULL;
  return g_steal_pointer (&filter);
}

static SbxFilter *
parse_compare (Parser  *parser,
               GError **error)
{
  static const char *const names[] = { "eq", "ne", "gt", "ge", "lt", "le", NULL };
  g_autoptr (SbxFilter) filter = NULL;
  g_autofree char *word = NULL;
  Case letters;
  int column;

  if (!parse_operand (parser, &column, &letters, error))
    return NULL;
  filter = new_leaf (parser, NODE_COMPARE, column);
  filter->letters = letters;
  if (!check_filterable (parser, filter->property, error))
    return NULL;

  word = sbx_lexer_word (&parser->lexer);
  for (filter->op = OP_EQ; word != NULL && names[filter->op] != NULL && strcmp (names[filter->op], word) != 0; filter->op++)
    ;
  if (word == NULL || names[filter->op] == NULL)
    {
      /* "in" needs $schemaversion=2.1, otherwise 501 (observed on live tenants). */
      if (word != NULL && strcmp (word, "in") == 0)
        g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_NOT_IMPLEMENTED, "The operator 'in' is not supported.");
      else
        syntax_error (parser, error);
      return NULL;
    }
  if (!read_literal (parser, filter->property, &filter->value, error))
    return NULL;
  return g_steal_pointer (&filter);
}

static SbxFilter *parse_or (Parser *parser, GError **error);

static SbxFilter *
parse_primary (Parser  *parser,
               GError **error)
{
  static const char *const functions[] = { "startswith", "endswith", "contains" };
  const char *start = parser->lexer.at;
  g_autofree char *word = NULL;

  if (++parser->terms > MAX_TERMS)
    return syntax_error (parser, error), NULL;

  if (sbx_lexer_accept (&parser->lexer, '('))
    {
      SbxFilter *inner;

      if (++parser->depth > MAX_DEPTH)
        return syntax_error (parser, error), NULL;
      inner = parse_or (parser, error);
      parser->depth--;
      if (inner != NULL && !sbx_lexer_accept (&parser->lexer, ')'))
        {
          g_clear_pointer (&inner, sbx_filter_free);
          syntax_error (parser, error);
        }
      return inner;
    }

  word = sbx_lexer_word (&parser->lexer);
  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (functions); i++)
    {
      if (strcmp (word, functions[i]) == 0)
        return parse_function (parser, (Function) i, error);
    }
  if (word != NULL && strcmp (word, "not") == 0)
    {
      g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_NOT_IMPLEMENTED, "The operator 'Not' is not supported.");
      return NULL;
    }
  parser->lexer.at = start;
  return parse_compare (parser, error);
}

/* TRUE when every term below is on this one column. */
static gboolean
only_on_column (SbxFilter *filter,
                int       *column)
{
  if (filter->kind == NODE_AND || filter->kind == NODE_OR)
    return only_on_column (filter->left, column) && only_on_column (filter->right, column);
  if (*column < 0)
    *column = filter->column;
  return *column == filter->column;
}

static SbxFilter *
combine (NodeKind   kind,
         SbxFilter *left,
         SbxFilter *right)
{
  SbxFilter *filter = g_new0 (SbxFilter, 1);

  filter->kind = kind;
  filter->column = -1;
  filter->left = left;
  filter->right = right;
  return filter;
}

static SbxFilter *
parse_and (Parser  *parser,
           GError **error)
{
  SbxFilter *left = parse_primary (parser, error);

  while (left != NULL && sbx_lexer_accept_word (&parser->lexer, "and"))
    {
      SbxFilter *right = parse_primary (parser, error);

      if (right == NULL)
        g_clear_pointer (&left, sbx_filter_free);
      else
        left = combine (NODE_AND, left, right);
    }
  return left;
}

static SbxFilter *
parse_or (Parser  *parser,
          GError **error)
{
  SbxFilter *left = parse_and (parser, error);

  while (left != NULL && sbx_lexer_accept_word (&parser->lexer, "or"))
    {
      SbxFilter *right = parse_and (parser, error);
      int column = -1;

      if (right == NULL)
        {
          g_clear_pointer (&left, sbx_filter_free);
          break;
        }
      left = combine (NODE_OR, left, right);
      if (parser->dialect == SBX_DIALECT_BC && !only_on_column (left, &column))
        {
          g_set_error (error, SBX_ODATA_ERROR, SBX_ODATA_ERROR_OR,
                       "The 'OR' operator is not supported on distinct fields on an OData filter.");
          g_clear_pointer (&left, sbx_filter_free);
        }
    }
  return left;
}

/**
 * sbx_filter_parse:
 * @text: the decoded $filter
 * @table: whose properties it may name
 * @dialect: whose spelling
 * @error: return location for a %SBX_ODATA_ERROR
 *
 * Returns: (transfer full) (nullable): the filter
 */
SbxFilter *
sbx_filter_parse (const char *text,
                  SbxTable   *table,
                  SbxDialect  dialect,
                  GError    **error)
{
  Parser parser = { .lexer = { text, text }, .table = table, .dialect = dialect };
  g_autoptr (GError) local = NULL;
  SbxFilter *filter;

  filter = parse_or (&parser, &local);
  if (filter != NULL && !sbx_lexer_at_end (&parser.lexer))
    {
      syntax_error (&parser, &local);
      g_clear_pointer (&filter, sbx_filter_free);
    }
  if (filter == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return filter;
}

static gboolean
match_text (SbxFilter  *filter,
            const char *text)
{
  g_autofree char *folded = NULL;
  const char *value = filter->value.text != NULL ? filter->value.text : "";
  int order;

  if (filter->letters == CASE_LOWER)
    text = folded = g_utf8_strdown (text, -1);
  else if (filter->letters == CASE_UPPER)
    text = folded = g_utf8_strup (text, -1);

  if (filter->kind == NODE_FUNCTION)
    {
      switch (filter->function)
        {
        case FN_STARTS:
          return g_str_has_prefix (text, value);
        case FN_ENDS:
          return g_str_has_suffix (text, value);
        case FN_CONTAINS:
        default:
          return strstr (text, value) != NULL;
        }
    }

  order = strcmp (text, value);
  switch (filter->op)
    {
    case OP_EQ: return order == 0;
    case OP_NE: return order != 0;
    case OP_GT: return order > 0;
    case OP_GE: return order >= 0;
    case OP_LT: return order < 0;
    case OP_LE: default: return order <= 0;
    }
}

gboolean
sbx_filter_match (SbxFilter *filter,
                  SbxRow    *row)
{
  int order;

  switch (filter->kind)
    {
    case NODE_AND:
      return sbx_filter_match (filter->left, row) && sbx_filter_match (filter->right, row);
    case NODE_OR:
      return sbx_filter_match (filter->left, row) || sbx_filter_match (filter->right, row);
    case NODE_COMPARE:
    case NODE_FUNCTION:
    default:
      break;
    }

  if (filter->property->type == SBX_TYPE_STRING)
    return match_text (filter, sbx_row_text_at (row, filter->column));

  order = sbx_value_compare (filter->property, row->values[filter->column], filter->value);
  switch (filter->op)
    {
    case OP_EQ: return order == 0;
    case OP_NE: return order != 0;
    case OP_GT: return order > 0;
    case OP_GE: return order >= 0;
    case OP_LT: return order < 0;
    case OP_LE: default: return order <= 0;
    }
}

SbxFilter *
sbx_filter_equals (SbxTable   *table,
                   int         column,
                   const char *text)
{
  Parser parser = { .table = table };
  SbxFilter *filter = new_leaf (&parser, NODE_COMPARE, column);

  filter->op = OP_EQ;
  if (*text != '\0' && strcmp (text, SBX_ZERO_GUID) != 0)
    filter->value.text = g_strdup (text);
  return filter;
}

SbxFilter *
sbx_filter_and (SbxFilter *first,
                SbxFilter *second)
{
  return first != NULL ? combine (NODE_AND, first, second) : second;
}

static gboolean
collect_equal (SbxFilter *filter,
               int        column,
               GPtrArray *values)
{
  if (filter->kind == NODE_OR)
    return collect_equal (filter->left, column, values) && collect_equal (filter->right, column, values);
  if (filter->kind != NODE_COMPARE || filter->op != OP_EQ || filter->column != column || filter->letters != CASE_AS_IS)
    return FALSE;
  g_ptr_array_add (values, filter->value.text != NULL ? filter->value.text
                           : filter->property->type == SBX_TYPE_GUID ? (char *) SBX_ZERO_GUID : (char *) "");
  return TRUE;
}

GPtrArray *
sbx_filter_equal_values (SbxFilter *filter,
                         int        column)
{
  GPtrArray *values;

  if (filter->kind == NODE_AND)
    {
      values = sbx_filter_equal_values (filter->left, column);
      return values != NULL ? values : sbx_filter_equal_values (filter->right, column);
    }

  values = g_ptr_array_new ();
  if (!collect_equal (filter, column, values))
    g_clear_pointer (&values, g_ptr_array_unref);
  return values;
}

gint64
sbx_filter_lower_bound (SbxFilter *filter,
                        int        column)
{
  if (filter->kind == NODE_AND)
    return MAX (sbx_filter_lower_bound (filter->left, column), sbx_filter_lower_bound (filter->right, column));
  if (filter->kind == NODE_COMPARE && filter->column == column
      && (filter->op == OP_GT || filter->op == OP_GE || filter->op == OP_EQ))
    return filter->value.integer;
  return 0;
}
