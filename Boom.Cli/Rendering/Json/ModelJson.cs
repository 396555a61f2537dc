namespace Boom.Cli.Rendering.Json;

/// <summary>A network that Boom knows; <c>found</c> when its file is here, <c>asked</c> when the configuration names it.</summary>
internal sealed record ModelJson(
    string Name, string Survey, string Version, string Description, bool Found, string Policy, bool Asked, string? Provider = null, string? Sha256 = null,
    string? Problem = null, double? MillisecondsPerAlert = null);

/// <summary><c>boom models list</c>; <c>problems</c> are of manifests that cannot be read.</summary>
internal sealed record ModelsJson(string Folder, IEnumerable<ModelJson> Models, IEnumerable<string> Problems);

/// <summary><c>boom models inputs</c>: alerts written, and those without, by reason.</summary>
internal sealed record InputsJson(string Folder, long Alerts, IReadOnlyDictionary<string, long> Without);

/// <summary>How a network did on its golden examples, one thread, inputs ready.</summary>
internal sealed record VerdictJson(
    string Name, string Version, bool Sound, int? Examples = null, double? GreatestDeviation = null, double? AlertsPerSecond = null, string? Problem = null);

/// <summary><c>boom models verify</c>.</summary>
internal sealed record VerdictsJson(string Folder, IEnumerable<VerdictJson> Models, IEnumerable<string> Problems);
