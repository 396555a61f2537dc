namespace Boom.Embedded.Plays;

/// <summary>What was put back into the embedded broker at the start.</summary>
/// <param name="Placeholders">Empty records in the place of packets that are accounted for.</param>
/// <param name="Republished">Packets published again, because nothing accounts for them yet.</param>
/// <param name="Lost">Packets that could not be had again; they stay unaccounted for.</param>
public sealed record RecoveryResult(long Placeholders, long Republished, long Lost);
