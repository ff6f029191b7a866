/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * The model's own arithmetic: it shares none with the code under test, so that
 * one rounding bug can't hide on both sides. An amount is a number of 1/100 000.
 */
typedef gint64 SimAmount;

#define SIM_ONE  G_GINT64_CONSTANT (100000)
#define SIM_CENT (SIM_ONE / 100)

SimAmount  sim_amount_times    (SimAmount   a,
                                SimAmount   b);
SimAmount  sim_amount_percent  (SimAmount   amount,
                                SimAmount   percent);
SimAmount  sim_amount_net      (SimAmount   gross,
                                SimAmount   percent);
SimAmount  sim_amount_share    (SimAmount   amount,
                                SimAmount   part,
                                SimAmount   whole);
SimAmount  sim_amount_read     (JsonObject *object,
                                const char *member);
const char *sim_amount_text    (SimAmount   amount,
                                char       *buffer);

/* Room for a number and its final zero. */
#define SIM_AMOUNT_TEXT 32

G_END_DECLS
