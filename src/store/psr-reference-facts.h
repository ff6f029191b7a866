/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the mirror remembers of how Business Central is set up: the watermark that says when
 * it was last read, as facts the company of which that was, and the country of each company,
 * behind whose name its id stands. */
#define PSR_REFERENCE_STREAM  "reference"
#define PSR_REFERENCE_COMPANY "reference.company"
#define PSR_REFERENCE_COUNTRY "reference.country:"
