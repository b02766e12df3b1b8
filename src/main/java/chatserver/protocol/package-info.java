/**
 * What goes over the wire, as text and bytes: no threads, no sockets, no clock.
 *
 * <p>Bytes go through a {@link chatserver.protocol.LineDecoder}, which takes out telnet commands,
 * finds the lines and cleans them, so that everything behind it holds only text that can do no harm
 * on a screen. A line then is a {@link chatserver.protocol.Command}; what somebody wants to be
 * called is a {@link chatserver.protocol.Name}.
 */
package chatserver.protocol;
