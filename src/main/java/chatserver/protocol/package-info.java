/**
 * What goes over the wire, as text and bytes: no threads, no sockets, no clock.
 *
 * <p>A {@link chatserver.protocol.LineDecoder} takes out telnet commands, finds the lines and
 * cleans them. All text behind it can do no harm on a screen. {@link chatserver.protocol.Command}
 * parses a line, and {@link chatserver.protocol.Name} parses the name in it.
 */
package chatserver.protocol;
