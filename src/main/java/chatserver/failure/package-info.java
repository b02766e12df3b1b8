/** Failures that no thread can go on from. It knows the JDK alone: every package may use it. */
package chatserver.failure;
