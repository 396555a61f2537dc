using Boom.Core.Catalogs.Matching;
using Boom.Core.Surveys;

namespace Boom.AlertWorker.Catalogs;

/// <summary>What the objects of a batch are matched with.</summary>
/// <param name="Matcher">Tables and watch lists.</param>
/// <param name="Known">Objects that are stored, which are not matched again.</param>
public sealed record NewObjects(ObjectMatcher Matcher, IReadOnlySet<string> Known)
{
    /// <summary>Whether an alert's object is to be matched.</summary>
    public bool AreMatched(ISurveyAlert alert) => ObjectMatcher.IsMatched(alert.ObjectId) && !Known.Contains(alert.ObjectId);
}
