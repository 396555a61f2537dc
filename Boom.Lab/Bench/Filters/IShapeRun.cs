using Boom.Core.Messages;

namespace Boom.Lab.Bench.Filters;

/// <summary>Filters of one shape, compiled, for one thread.</summary>
internal interface IShapeRun : IDisposable
{
    /// <summary>Evaluates all filters on some alerts; nothing in it waits for anybody.</summary>
    FilterMeasure Run(IReadOnlyList<AlertDocuments> alerts);
}
