/**
 * Failures that no thread can go on from. Knows nothing but the JDK, so every package may use it.
 */
package chatserver.failure;
