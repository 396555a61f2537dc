namespace Boom.Messaging.Archives;

/// <summary>A file that is read.</summary>
/// <param name="Path">Full path.</param>
/// <param name="IsNamed">A person named it, not the folder that it is in: whatever it holds is meant to be packets.</param>
/// <param name="HoldsOnePacket">It is a packet, as far as its name or its first bytes tell.</param>
readonly record struct SourceFile(string Path, bool IsNamed, bool HoldsOnePacket);
