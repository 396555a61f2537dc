using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Expressions;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Checks;

/// <summary>The rules that a user's pipeline must keep beside those of the language, so that its output can be used.</summary>
static class PipelineCheck
{
    const string Last = "{\"$project\": {\"objectId\": 1, \"annotations\": {…}}}";

    /// <summary>Checks a pipeline; answers what its author should know all the same.</summary>
    /// <param name="stages">An encoded array of stages, each an object of one name.</param>
    /// <exception cref="FilterException">A rule is broken.</exception>
    public static IReadOnlyList<string> Run(in FilterValue stages)
    {
        var warnings = new List<string>();
        var (number, matches, ends) = (0, 0, false);
        var walker = new ElementWalker(stages);
        while (walker.Next())
        {
            number++;
            var stage = walker.Value.Type == BsonType.Document ? new ElementWalker(walker.Value) : default;
            if (walker.Value.Type != BsonType.Document || !stage.Next())
                throw new FilterException(number, "?", "", "a stage is an object with one name, such as {\"$match\": {}}");
            var place = new Place(number, Encoding.UTF8.GetString(stage.Name), "");
            ends = false;
            switch (place.StageName)
            {
                case "$match":
                    matches++;
                    break;
                case "$project":
                    ends = Project(place, stage.Value);
                    break;
                case "$unset":
                    Unset(place, stage.Value);
                    break;
                case "$addFields" or "$set":
                    IdentityCheck.AddFields(place, stage.Value);
                    break;
                case "$replaceWith":
                    IdentityCheck.Replace(place, stage.Value);
                    break;
                case "$replaceRoot" when stage.Value.Type == BsonType.Document:
                    IdentityCheck.Replace(place, Documents.FindEncoded(stage.Value, "newRoot"u8));
                    break;
                case "$sort" or "$limit":
                    warnings.Add($"Stage {number} ({place.StageName}) has no effect: a filter looks at one alert at a time. In the reference it acts on whatever batch is at hand.");
                    break;
            }
        }

        if (number == 0)
            throw new FilterException(0, "", "", $"A pipeline has at least one $match and ends with a $project such as {Last}");
        if (!ends)
            throw new FilterException(0, "", "", $"A pipeline ends with a $project that keeps objectId, such as {Last}");
        return matches > 0 ? warnings : throw new FilterException(0, "", "", "A pipeline has at least one $match, else every alert passes");
    }

    /// <summary>Whether the projection is one that keeps <c>objectId</c> by name.</summary>
    static bool Project(Place place, in FilterValue specification)
    {
        if (specification.Type != BsonType.Document)
            return false;
        var (excludes, objectId) = (false, default(FilterValue));
        var walker = new ElementWalker(specification);
        while (walker.Next())
        {
            IdentityCheck.Projected(place, walker.Name, IsSwitch(walker.Value));
            var off = IsSwitch(walker.Value) && walker.Value.Truth == Truth.False;
            if (walker.Name.SequenceEqual("_id"u8))
            {
                if (off)
                    throw place.At("_id").Fault("_id cannot be left out, it names the alert");
            }
            else if (walker.Name.SequenceEqual("objectId"u8))
            {
                objectId = walker.Value;
            }
            else
            {
                excludes |= off;
            }
        }

        if (IsSwitch(objectId) && objectId.Truth == Truth.False)
            throw place.At("objectId").Fault("objectId cannot be left out, it names the object");
        if (excludes)
            return false;
        return IsSwitch(objectId) ? true : throw place.Fault("a $project keeps objectId: write \"objectId\": 1");
    }

    static void Unset(Place place, in FilterValue specification)
    {
        if (specification.Type == BsonType.String)
        {
            Unset(place, Encoding.UTF8.GetString(specification.AsUtf8()));
            return;
        }

        if (specification.Type != BsonType.Array)
            return;
        var walker = new ElementWalker(specification);
        while (walker.Next())
        {
            if (walker.Value.Type == BsonType.String)
                Unset(place, Encoding.UTF8.GetString(walker.Value.AsUtf8()));
        }
    }

    static void Unset(Place place, string path)
    {
        if (path is "_id" or "objectId")
            throw place.At(path).Fault($"{path} cannot be removed, it names the {(path == "_id" ? "alert" : "object")}");
    }

    static bool IsSwitch(in FilterValue value) => value.IsNumber || value.Type == BsonType.Boolean;
}
