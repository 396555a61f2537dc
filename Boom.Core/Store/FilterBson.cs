using Boom.Core.Bson;
using Boom.Core.Surveys;

namespace Boom.Core.Store;

/// <summary>
/// Documents of the collection <c>filters</c>, in the reference's format; <c>boom.suspended</c> is ours. Documents of the reference are read as it writes
/// them, and with what some of its tools leave out.
/// </summary>
public static class FilterBson
{
    /// <summary>Writes a filter as a document of its own, which lives until the writer is reset.</summary>
    public static ReadOnlyMemory<byte> Write(BsonWriter writer, StoredFilter filter)
    {
        writer.BeginRoot();
        writer.String("_id"u8, filter.Id);
        writer.String("name"u8, filter.Name);
        writer.StringOrNull("description"u8, filter.Description);
        var permissions = writer.BeginDocument("permissions"u8);
        foreach (var (survey, programs) in filter.Permissions)
            WriteNumbers(writer, survey, programs);
        writer.End(permissions);
        writer.String("user_id"u8, filter.UserId);
        writer.String("watchlist"u8, filter.Watchlist);
        writer.String("survey"u8, filter.Survey.ToUpperName());
        writer.Boolean("active"u8, filter.IsActive);
        writer.String("active_fid"u8, filter.ActiveVersion);
        var versions = writer.BeginArray("fv"u8);
        for (var i = 0; i < filter.Versions.Count; i++)
            WriteVersion(writer, BsonIndexNames.Of(i), filter.Versions[i]);
        writer.End(versions);
        writer.Double("created_at"u8, filter.CreatedJd);
        writer.Double("updated_at"u8, filter.UpdatedJd);
        if (filter.Suspension is { } suspension)
            WriteSuspension(writer, suspension);
        return writer.EndRoot();
    }

    /// <summary>Reads a document; null when it has no key, no name of a survey that there is, or no pipelines.</summary>
    /// <exception cref="BsonFormatException">It is not BSON.</exception>
    public static StoredFilter? Read(ReadOnlySpan<byte> document)
    {
        var filter = new StoredFilter("", "", default, []);
        var hasSurvey = false;
        var reader = new BsonReader(document);
        while (reader.Read())
        {
            var name = reader.Name;
            if (reader.Type == BsonType.String)
                filter = TakeText(filter, name, reader.AsString(), ref hasSurvey);
            else if (name.SequenceEqual("active"u8) && reader.Type == BsonType.Boolean)
                filter = filter with { IsActive = reader.AsBoolean() };
            else if (name.SequenceEqual("created_at"u8))
                filter = filter with { CreatedJd = Number(reader) };
            else if (name.SequenceEqual("updated_at"u8))
                filter = filter with { UpdatedJd = Number(reader) };
            else if (name.SequenceEqual("permissions"u8) && reader.Type == BsonType.Document)
                filter = filter with { Permissions = ReadPermissions(reader.Value) };
            else if (name.SequenceEqual("fv"u8) && reader.Type == BsonType.Array)
                filter = filter with { Versions = ReadVersions(reader.Value) };
            else if (name.SequenceEqual("boom"u8) && reader.Type == BsonType.Document)
                filter = filter with { Suspension = ReadSuspension(reader.Value) };
        }

        if (filter.Id.Length == 0 || !hasSurvey || filter.Versions.Count == 0)
            return null;
        return filter.Name.Length > 0 ? filter : filter with { Name = filter.Id };
    }

    static StoredFilter TakeText(StoredFilter filter, ReadOnlySpan<byte> name, string text, ref bool hasSurvey)
    {
        if (name.SequenceEqual("_id"u8))
            return filter with { Id = text };
        if (name.SequenceEqual("name"u8))
            return filter with { Name = text };
        if (name.SequenceEqual("description"u8))
            return filter with { Description = text };
        if (name.SequenceEqual("user_id"u8))
            return filter with { UserId = text };
        if (name.SequenceEqual("watchlist"u8))
            return filter with { Watchlist = text };
        if (name.SequenceEqual("active_fid"u8))
            return filter with { ActiveVersion = text };
        if (!name.SequenceEqual("survey"u8) || !SurveyNames.TryParse(text, out var survey))
            return filter;
        hasSurvey = true;
        return filter with { Survey = survey };
    }

    static Dictionary<Survey, IReadOnlyList<int>> ReadPermissions(ReadOnlySpan<byte> document)
    {
        var permissions = new Dictionary<Survey, IReadOnlyList<int>>();
        var reader = new BsonReader(document);
        while (reader.Read())
        {
            if (reader.Type != BsonType.Array || !SurveyNames.TryParse(System.Text.Encoding.UTF8.GetString(reader.Name), out var survey))
                continue;
            var programs = new List<int>();
            var numbers = new BsonReader(reader.Value);
            while (numbers.Read())
            {
                if (numbers.AsDouble() is >= 0 and <= byte.MaxValue and var number && number == Math.Floor(number))
                    programs.Add((int)number);
            }

            permissions[survey] = programs;
        }

        return permissions;
    }

    static List<FilterVersion> ReadVersions(ReadOnlySpan<byte> array)
    {
        var versions = new List<FilterVersion>();
        var elements = new BsonReader(array);
        while (elements.Read())
        {
            if (elements.Type == BsonType.Document && ReadVersion(elements.Value) is { } version)
                versions.Add(version);
        }

        return versions;
    }

    static FilterVersion? ReadVersion(ReadOnlySpan<byte> document)
    {
        var version = new FilterVersion("", "", 0);
        var reader = new BsonReader(document);
        while (reader.Read())
        {
            if (reader.Name.SequenceEqual("created_at"u8))
                version = version with { CreatedJd = Number(reader) };
            else if (reader.Type != BsonType.String)
                continue;
            else if (reader.Name.SequenceEqual("fid"u8))
                version = version with { Fid = reader.AsString() };
            else if (reader.Name.SequenceEqual("pipeline"u8))
                version = version with { Pipeline = reader.AsString() };
            else if (reader.Name.SequenceEqual("changelog"u8))
                version = version with { Changelog = reader.AsString() };
        }

        return version.Fid.Length > 0 && version.Pipeline.Length > 0 ? version : null;
    }

    static FilterSuspension? ReadSuspension(ReadOnlySpan<byte> boom)
    {
        var field = new BsonReader(boom);
        if (!field.Find("suspended"u8) || field.Type != BsonType.Document)
            return null;
        var (fid, reason, at) = ("", "", 0L);
        var reader = new BsonReader(field.Value);
        while (reader.Read())
        {
            if (reader.Name.SequenceEqual("fid"u8) && reader.Type == BsonType.String)
                fid = reader.AsString();
            else if (reader.Name.SequenceEqual("reason"u8) && reader.Type == BsonType.String)
                reason = reader.AsString();
            else if (reader.Name.SequenceEqual("at"u8) && reader.Type == BsonType.DateTime)
                at = reader.AsInt64();
        }

        return new FilterSuspension(fid, reason, at);
    }

    static void WriteVersion(BsonWriter writer, ReadOnlySpan<byte> name, FilterVersion version)
    {
        var document = writer.BeginDocument(name);
        writer.String("fid"u8, version.Fid);
        writer.String("pipeline"u8, version.Pipeline);
        writer.StringOrNull("changelog"u8, version.Changelog);
        writer.Double("created_at"u8, version.CreatedJd);
        writer.End(document);
    }

    static void WriteSuspension(BsonWriter writer, FilterSuspension suspension)
    {
        var boom = writer.BeginDocument("boom"u8);
        var document = writer.BeginDocument("suspended"u8);
        writer.String("fid"u8, suspension.Fid);
        writer.String("reason"u8, suspension.Reason);
        writer.DateTime("at"u8, suspension.AtMs);
        writer.End(document);
        writer.End(boom);
    }

    static void WriteNumbers(BsonWriter writer, Survey survey, IReadOnlyList<int> numbers)
    {
        var array = writer.BeginArray(survey.ToUpperUtf8());
        for (var i = 0; i < numbers.Count; i++)
            writer.Int32(BsonIndexNames.Of(i), numbers[i]);
        writer.End(array);
    }

    static double Number(in BsonReader reader) => reader.AsDouble() is var number && double.IsFinite(number) ? number : 0;
}
