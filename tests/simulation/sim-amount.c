/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sim-amount.h"

typedef __int128 Wide;

/* Half away from zero, to whole cents. */
static SimAmount
to_cents (Wide value,
          Wide scale)
{
  Wide unit = scale * SIM_CENT;
  Wide twice = 2 * value;

  return (SimAmount) ((twice >= 0 ? (twice + unit) / (2 * unit) : -((unit - twice) / (2 * unit))) * SIM_CENT);
}

SimAmount
sim_amount_times (SimAmount a,
                  SimAmount b)
{
  return to_cents ((Wide) a * b, SIM_ONE);
}

SimAmount
sim_amount_percent (SimAmount amount,
                    SimAmount percent)
{
  return to_cents ((Wide) amount * percent, (Wide) 100 * SIM_ONE);
}

/* What is left of an amount that holds so much VAT. */
SimAmount
sim_amount_net (SimAmount gross,
                SimAmount percent)
{
  return to_cents ((Wide) gross * 100 * SIM_ONE, 100 * SIM_ONE + percent);
}

SimAmount
sim_amount_share (SimAmount amount,
                  SimAmount part,
                  SimAmount whole)
{
  return whole == 0 ? 0 : to_cents ((Wide) amount * part, whole);
}

SimAmount
sim_amount_read (JsonObject *object,
                 const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  double units;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return 0;

  units = json_node_get_double (node) * (double) SIM_ONE;

  return (SimAmount) (units < 0 ? units - 0.5 : units + 0.5);
}

const char *
sim_amount_text (SimAmount  amount,
                 char      *buffer)
{
  guint64 units = (guint64) (amount < 0 ? -amount : amount);
  int length;

  length = g_snprintf (buffer, SIM_AMOUNT_TEXT, "%s%" G_GUINT64_FORMAT ".%05" G_GUINT64_FORMAT,
                       amount < 0 ? "-" : "", units / SIM_ONE, units % SIM_ONE);

  while (buffer[length - 1] == '0')
    buffer[--length] = '\0';
  if (buffer[length - 1] == '.')
    buffer[--length] = '\0';

  return buffer;
}
