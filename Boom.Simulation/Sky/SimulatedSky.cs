using Boom.Core.Surveys;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Sky;

/// <summary>
/// The truth about nights of several surveys on one sky. Nights of the same seed, date and mix see the same objects; nights of others have nothing
/// in common but chance.
/// </summary>
public static class SimulatedSky
{
    /// <summary>
    /// The aliases that the packets of some nights give, by the positions in them, found by looking at every pair. Of two surveys each alias is
    /// there from both sides. Reads the positions of all packets: some 10 µs each.
    /// </summary>
    /// <param name="nights">Nights of any surveys, in the order in which they are played.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>By survey, partner and object, those of one object by increasing distance.</returns>
    public static IReadOnlyList<ExpectedAlias> Aliases(IReadOnlyList<SimulatedNight> nights, CancellationToken cancellationToken)
    {
        var skies = nights.GroupBy(night => night.Options.Survey).OrderBy(group => group.Key)
            .Select(group => SeenSky.Observe(group.Key, group, cancellationToken)).ToArray();
        var aliases = new List<ExpectedAlias>();
        foreach (var own in skies)
        {
            foreach (var partner in skies)
            {
                if (own != partner)
                    aliases.AddRange(new AliasFinder(own, partner).Find(cancellationToken));
            }
        }

        return aliases;
    }

    /// <summary>Every object that some nights detected, with its name in each of the surveys.</summary>
    /// <param name="nights">Nights of any surveys.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public static IReadOnlyList<SkyObject> Objects(IReadOnlyList<SimulatedNight> nights, CancellationToken cancellationToken)
    {
        var objects = new Dictionary<ulong, (ObjectTruth Truth, Dictionary<Survey, string> Names)>();
        foreach (var night in nights)
        {
            foreach (var truth in night.Truths())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!objects.TryGetValue(truth.SkyKey, out var known))
                    objects.Add(truth.SkyKey, known = (truth, []));
                known.Names[night.Options.Survey] = truth.ObjectId;
            }
        }

        return [.. objects.Select(known => new SkyObject(known.Key, known.Value.Truth.Class, known.Value.Truth.Position, known.Value.Names))];
    }
}
