package org.tcbridge.bench.report;

/**
 * One thing measured of one peer.
 *
 * @param suite what kind it is, as {@code relay}
 * @param item the row it stands in, as {@code m4}
 * @param peer who was measured, as {@code tcbridge}
 * @param unit of the figures, as {@code µs}
 * @param series the figures, one a round
 */
public record Measurement(String suite, String item, String peer, String unit, Series series) {}
