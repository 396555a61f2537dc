using System.Text.Json.Serialization;

namespace Boom.Embedded.Serving;

/// <summary>Asks <c>boom serve</c> to publish something.</summary>
/// <param name="Source">What, as the play journal writes it: a simulated night, or paths on this machine.</param>
/// <param name="Topic">Where to.</param>
/// <param name="PacketsPerSecond">Highest rate; null for as fast as the packets are accounted for.</param>
/// <param name="IsPaced">Whether each packet is published when the survey would send it.</param>
public sealed record PlayRequest(string Source, string Topic, double? PacketsPerSecond, bool IsPaced = false);

/// <summary>A line of the answer: how far the play is, and at its end what could not be read.</summary>
/// <param name="Published">Packets published since it was asked for.</param>
/// <param name="AlreadyPublished">Packets of the same source that were published before; null until that is known.</param>
/// <param name="Problems">Sentences about parts of the source that could not be read; null before the end.</param>
/// <param name="WaitsFor">What the play waits for; null when for nothing.</param>
public sealed record PlayReport(long Published, long? AlreadyPublished, IReadOnlyList<string>? Problems, string? WaitsFor);

/// <summary>How both are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlayRequest))]
[JsonSerializable(typeof(PlayReport))]
sealed partial class PlayJson : JsonSerializerContext;
