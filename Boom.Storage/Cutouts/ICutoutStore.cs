using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;

namespace Boom.Storage.Cutouts;

/// <summary>
/// Keeps the cutouts document of each alert. What is there already stays as it is; what has been put is durable. Any number of programs
/// may put and read at once.
/// </summary>
interface ICutoutStore
{
    /// <summary>Puts the cutouts of those alerts that have some. Answers, by candid, the reasons why some can never be put.</summary>
    /// <exception cref="TransientFaultException">The place is away or full; the same call may work later.</exception>
    Task<IReadOnlyDictionary<long, string>> PutAsync(Survey survey, IReadOnlyList<AlertWrite> alerts, CancellationToken cancellationToken);

    /// <summary>The document of an alert, or null.</summary>
    Task<byte[]?> ReadAsync(Survey survey, long candid, CancellationToken cancellationToken);

    /// <summary>The documents of alerts, many at once: absent ones are left out, and null stands for one that is not as it was written.</summary>
    Task<CutoutBatch> ReadAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken);

    /// <summary>Removes the cutouts of alerts; those that are not there are left out. Answers how many were removed, as far as the place tells.</summary>
    /// <exception cref="TransientFaultException">The place is away; some may be removed.</exception>
    Task<long> RemoveAsync(Survey survey, IReadOnlyCollection<long> candids, CancellationToken cancellationToken);

    /// <summary>How many there are of a survey.</summary>
    Task<long> CountAsync(Survey survey, CancellationToken cancellationToken);
}
