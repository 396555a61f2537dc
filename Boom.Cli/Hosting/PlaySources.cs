using Boom.Core.Pipeline;
using Boom.Core.Simulation;
using Boom.Messaging.Archives;

namespace Boom.Cli.Hosting;

/// <summary>Opens again what the play journal notes as text.</summary>
internal static class PlaySources
{
    /// <summary>The feed of a source; null when it cannot be had any more.</summary>
    public static IPacketFeed? Open(string source)
    {
        if (source.StartsWith(LoopedFeed.Prefix, StringComparison.Ordinal))
            return Open(source[LoopedFeed.Prefix.Length..]) is { } inner ? new LoopedFeed(inner) : null;
        if (SimulationOptions.IsSource(source))
            return SimulationOptions.TryParse(source, out var options, out _) ? new SimulatedFeed(options!) : null;
        return PacketSource.Reopen(source);
    }

    /// <summary>Whether the packets of a play can be published again.</summary>
    public static bool CanBeOpened(Play play) => SimulationOptions.IsSource(play.Source)
        ? SimulationOptions.TryParse(play.Source, out _, out _)
        : Open(play.Source) is not null;
}
