using Boom.Hosting.Stages;

namespace Boom.AlertWorker;

/// <summary>
/// Settings of an alert worker, section <c>AlertWorker</c>. A batch has 100 packets unless another size is given, some 7 MB of ZTF, and a program two
/// workers: one decodes while the store writes what the other has brought; one in
/// <c>boom run</c>, where all stages share a process.
/// </summary>
public sealed class AlertWorkerOptions : QueueStageOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "AlertWorker";

    /// <inheritdoc/>
    protected override string Key => Section;

    public AlertWorkerOptions() => (BatchSize, Workers) = (100, 2);
}
