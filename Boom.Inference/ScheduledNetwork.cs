namespace Boom.Inference;

/// <summary>A network and the alerts that it is run on.</summary>
/// <param name="Network">The network.</param>
/// <param name="Policy">Which alerts.</param>
public sealed record ScheduledNetwork(Network Network, NetworkPolicy Policy)
{
    readonly byte[] _utf8Key = System.Text.Encoding.UTF8.GetBytes(Network.Manifest.Key);

    /// <summary>Where its score is stored.</summary>
    public string Key => Network.Manifest.Key;

    /// <summary>The key in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8Key => _utf8Key;

    /// <summary>Whether its policy asks for scores of other networks.</summary>
    public bool AsksForScores { get; } = Policy.Scores.Any();

    /// <summary>Whether it looks at cutouts.</summary>
    public bool NeedsCutouts { get; } = Network.Manifest.Inputs.Values.Any(input => !input.Stamps.IsDefaultOrEmpty);

    /// <summary>Whether it depends on the score of another network, by its policy or as an input.</summary>
    /// <param name="key">Key of the other.</param>
    public bool Reads(string key) =>
        Policy.Scores.Contains(key) || Network.Manifest.Reads(key);
}
