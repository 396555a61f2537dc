using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Simulation.Sky;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Boom.Lab.Drill;

/// <summary>Whether the objects of several surveys know each other as the positions in the packets say that they must.</summary>
internal static class DrillAliases
{
    const int BatchSize = 200;
    const int MostSentences = 10;

    /// <summary>Looks at every object of the nights. Answers what is wrong, a sentence each.</summary>
    public static async Task<IReadOnlyList<string>> CheckAsync(IReadOnlyList<DrillNight> nights, IAlertStore store, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        if (nights.Count < 2)
            return problems;
        var expected = SimulatedSky.Aliases([.. nights.Select(night => night.Night)], cancellationToken).ToLookup(alias => (alias.Survey, alias.ObjectId));
        var certain = expected.Sum(aliases => aliases.Count(alias => alias.IsCertain));
        if (certain == 0)
            problems.Add("No object of one survey has a certain partner in another: nothing is shown about aliases");
        foreach (var night in nights)
        {
            foreach (var objectIds in night.Night.Truths().Select(truth => truth.ObjectId).Distinct().Chunk(BatchSize))
            {
                var documents = await store.ReadObjectsAsync(night.Survey, objectIds, cancellationToken);
                foreach (var (objectId, document) in documents)
                    Check(night.Survey, objectId, BsonSerializer.Deserialize<BsonDocument>(document), [.. expected[(night.Survey, objectId)]], problems);
            }
        }

        return problems.Count <= MostSentences ? problems : [.. problems.Take(MostSentences), $"… and {problems.Count - MostSentences} more about aliases"];
    }

    static void Check(Survey survey, string objectId, BsonDocument document, ExpectedAlias[] expected, List<string> problems)
    {
        var aliases = document.GetValue("aliases", new BsonDocument()).AsBsonDocument;
        foreach (var element in aliases)
        {
            var names = element.Value.AsBsonArray.Select(name => name.AsString).ToArray();
            if (names.Distinct().Count() < names.Length)
                problems.Add($"Object {objectId} of {survey.ToUpperName()} has an alias of {element.Name} twice");
            foreach (var name in names.Where(name => !expected.Any(alias => alias.Partner.ToUpperName() == element.Name && alias.PartnerObjectId == name)))
                problems.Add($"Object {objectId} of {survey.ToUpperName()} has the alias {element.Name} {name}, which is nowhere near it");
        }

        foreach (var alias in expected.Where(alias => alias.IsCertain))
        {
            var names = aliases.GetValue(alias.Partner.ToUpperName(), new BsonArray()).AsBsonArray;
            if (names.Count == 0 || names[0] != alias.PartnerObjectId)
                problems.Add(FormattableString.Invariant($"Object {objectId} of {survey.ToUpperName()} has {names} and not {alias.PartnerObjectId} of {alias.Partner.ToUpperName()}, {alias.DistanceArcsec:0.000} arcsec away, first"));
        }
    }
}
