package dev.easel.framework.trace;

import dev.easel.framework.proto.GraphTrace.EventType;

/**
 * One packet that went into a call or came out of it.
 *
 * @param type what kind of call
 * @param time when, microseconds since 1970
 * @param returned when the call returned, which is when the event was recorded
 * @param isFinish whether it came out
 * @param node the node, -1 for the application
 * @param thread the number of the thread
 * @param inputTimestamp the call's
 * @param stream the packet's stream
 * @param packetTimestamp the packet's
 * @param data what tells its value from others
 */
record TraceEvent(
    EventType type,
    long time,
    long returned,
    boolean isFinish,
    int node,
    int thread,
    long inputTimestamp,
    String stream,
    long packetTimestamp,
    int data) {}
