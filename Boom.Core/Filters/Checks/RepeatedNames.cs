using System.Text;
using Boom.Core.Bson;
using Boom.Core.Filters.Values;

namespace Boom.Core.Filters.Checks;

/// <summary>Names that stand twice in one object. Most programs that read JSON keep only the last of them.</summary>
static class RepeatedNames
{
    /// <summary>A sentence for each.</summary>
    /// <param name="stages">An encoded array of stages.</param>
    public static IEnumerable<string> In(FilterValue stages)
    {
        var warnings = new List<string>();
        var (number, walker) = (0, new ElementWalker(stages));
        while (walker.Next())
        {
            number++;
            Collect(walker.Value, number, warnings);
        }

        return warnings;
    }

    static void Collect(in FilterValue value, int stage, List<string> warnings)
    {
        if (value.Type is not (BsonType.Document or BsonType.Array))
            return;
        var names = value.Type == BsonType.Document ? new HashSet<string>(StringComparer.Ordinal) : null;
        var walker = new ElementWalker(value);
        while (walker.Next())
        {
            if (names is not null && !names.Add(Encoding.UTF8.GetString(walker.Name)))
            {
                warnings.Add($"Stage {stage}: {Encoding.UTF8.GetString(walker.Name)} stands twice in one object. Both count here, and only the last in MongoDB and in other "
                    + "programs: write one object, such as {\"$gt\": 0.5, \"$lt\": 0.9}, or put each into its own of an $and.");
            }

            Collect(walker.Value, stage, warnings);
        }
    }
}
