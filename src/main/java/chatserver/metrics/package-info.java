/** What the server counts. It knows nothing of what it counts, so that every package can use it. */
package chatserver.metrics;
