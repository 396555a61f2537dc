using Boom.Core.Filters;
using MongoDB.Bson;

namespace Boom.Tests.Core.Filters;

/// <summary>An alert with its object, the partner survey's object, other alerts and a watch list, of chance; some of it absent.</summary>
sealed class RandomSky
{
    const double Now = 2460700.7;

    readonly string _survey;

    public RandomSky(int seed, string survey)
    {
        (Random, _survey) = (new Random(seed), survey);
        var partner = survey == "ZTF" ? "LSST" : "ZTF";
        Alert = MakeAlert(1, Now);
        Object = Chance(0.9) ? MakeObject("obj", partner) : null;
        Partner = Chance(0.8) ? MakeObject("there", survey) : null;
        Others = [.. Enumerable.Range(2, Random.Next(6)).Select(id => MakeAlert(id, Random.Next(6) == 0 ? Now - 365 : Now - (Random.NextDouble() * 500) + 20))];
        Watchlist = [.. Enumerable.Range(0, Random.Next(3)).Select(i => new BsonDocument
        {
            { "_id", i }, { "name", $"host {i}" }, { "z", 0.01 * i }, { $"matching_{survey.ToLowerInvariant()}_objects", new BsonArray { Chance(0.7) ? "obj" : "another" } },
        })];
    }

    public Random Random { get; }

    public BsonDocument Alert { get; }

    public BsonDocument? Object { get; }

    public BsonDocument? Partner { get; }

    public BsonDocument[] Others { get; }

    public BsonDocument[] Watchlist { get; }

    /// <summary>As a worker hands it in.</summary>
    public FilterInput Input
    {
        get
        {
            var partner = _survey == "ZTF" ? "LSST" : "ZTF";
            var name = Object is not null && Object.Contains("aliases") && Object["aliases"].AsBsonDocument.TryGetValue(partner, out var names) && names.AsBsonArray.Count > 0
                ? names[0].AsString
                : null;
            var designation = Alert["candidate"].AsBsonDocument.GetValue("ssnamenr", BsonNull.Value);
            var matching = Watchlist.Where(row => row[$"matching_{_survey.ToLowerInvariant()}_objects"].AsBsonArray.Contains("obj"))
                .Select(row => (ReadOnlyMemory<byte>)new BsonDocument { { "name", row["name"] }, { "z", row["z"] } }.ToBson()).ToArray();
            return new(Alert.ToBson(), Object?.ToBson(), name == "there" ? Partner?.ToBson() : null)
            {
                History =
                [
                    .. Others.Append(Alert).Where(other => other["candidate"].AsBsonDocument.GetValue("ssnamenr", "none") == designation)
                        .OrderBy(other => other["candidate"]["jd"].AsDouble).Select(other => (ReadOnlyMemory<byte>)other.ToBson()),
                ],
                Watchlists = matching.Length == 0 ? null : new Dictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>> { ["watchlist_hosts"] = matching },
            };
        }
    }

    /// <summary>As joins see it.</summary>
    public IReadOnlyList<byte[]> Collection(string name) => name switch
    {
        "ZTF_alerts_aux" or "LSST_alerts_aux" when name.StartsWith(_survey, StringComparison.Ordinal) => Object is null ? [] : [Object.ToBson()],
        "ZTF_alerts_aux" or "LSST_alerts_aux" => Partner is null ? [] : [Partner.ToBson()],
        "ZTF_alerts" => [.. Others.Append(Alert).Select(alert => alert.ToBson())],
        "watchlist_hosts" => [.. Watchlist.Select(row => row.ToBson())],
        _ => [],
    };

    bool Chance(double probability) => Random.NextDouble() < probability;

    BsonDocument MakeAlert(long id, double jd)
    {
        var candidate = new BsonDocument { { "jd", jd }, { "programid", Random.Next(1, 4) }, { "drb", Random.NextDouble() }, { "fid", Random.Next(1, 4) } };
        if (Chance(0.9))
            candidate.Add("magpsf", 15 + (5 * Random.NextDouble()));
        var properties = new BsonDocument("rock", Chance(0.3));
        if (Chance(0.6))
        {
            candidate.Add("ssnamenr", "2001 AB");
            properties.Add("sso", new BsonDocument { { "designation", Chance(0.9) ? "2001 AB" : BsonNull.Value }, { "predicted_mag", 19.5 } });
        }

        var alert = new BsonDocument { { "_id", id }, { "objectId", "obj" }, { "boom", new BsonDocument("ingest", 1) }, { "candidate", candidate } };
        if (Chance(0.5))
            alert.Add("classifications", new BsonDocument("acai_h", Random.NextDouble()));
        alert.Add("coordinates", new BsonDocument { { "l", 12.0 }, { "b", -40.0 } });
        alert.Add("properties", properties);
        alert.Add("created_at", 2460700.8);
        return alert;
    }

    BsonDocument MakeObject(string id, string partner)
    {
        var document = new BsonDocument { { "_id", id }, { "version", 3 } };
        foreach (var name in (string[])["prv_candidates", "prv_nondetections", "fp_hists"])
        {
            if (Chance(0.85))
                document.Add(name, new BsonArray(Enumerable.Range(0, Random.Next(7)).Select(_ => MakePoint())));
        }

        if (Chance(0.8))
            document.Add("cross_matches", new BsonDocument("NED", new BsonArray(Enumerable.Range(0, Random.Next(3)).Select(i => new BsonDocument("z", 0.1 * i)))));
        if (Chance(0.8))
            document.Add("aliases", new BsonDocument(partner, Chance(0.8) ? new BsonArray { Chance(0.8) ? "there" : "nowhere", "other" } : new BsonArray()));
        return document;
    }

    BsonValue MakePoint()
    {
        if (Chance(0.03))
            return BsonNull.Value;
        var point = new BsonDocument();
        if (Chance(0.95))
            point.Add("jd", Random.Next(8) switch { 0 => Now, 1 => Now + 3, 2 => Now - 365, 3 => Now - 364.999, 4 => Now - 400, _ => Now - (Random.NextDouble() * 300) });
        if (Chance(0.9))
            point.Add("programid", Random.Next(1, 4));
        if (Chance(0.9))
            point.Add("magpsf", Chance(0.9) ? 15 + (8 * Random.NextDouble()) : BsonNull.Value);
        point.Add("band", Chance(0.5) ? "g" : "r");
        return point;
    }
}
