using Boom.Core.Resilience;
using Boom.Core.Surveys;
using Boom.Inference;
using Boom.Inference.Providers;

namespace Boom.Enricher;

/// <summary>
/// The networks that the configuration asks for, of one survey. One that cannot be used is a problem, told in a sentence, and does not keep the others from
/// running.
/// </summary>
public sealed class SurveyNetworks : IDisposable
{
    SurveyNetworks(NetworkSet set, IReadOnlyList<string> problems) => (Set, Problems) = (set, problems);

    /// <summary>Those that run.</summary>
    public NetworkSet Set { get; }

    /// <summary>Why others do not, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Opens and checks the networks.</summary>
    /// <param name="options">Which.</param>
    /// <param name="survey">Those of other surveys are left out.</param>
    /// <param name="threads">How many alerts are scored at once on the processors.</param>
    /// <param name="time">Clock of the batches on a GPU.</param>
    /// <exception cref="PermanentFaultException">A GPU is asked for, and there is none.</exception>
    public static SurveyNetworks Open(ModelsOptions options, ISurvey survey, int threads, TimeProvider time)
    {
        if (options.Keys.Count == 0)
            return new SurveyNetworks(new NetworkSet([], survey, options.Recipe, threads), []);
        var folder = new ModelFolder(options.Folder);
        var (manifests, unreadable) = folder.Read();
        var problems = new List<string>();
        var networks = new List<ScheduledNetwork>();
        foreach (var key in options.Keys)
        {
            if (!manifests.TryGetValue(key, out var manifest))
                problems.Add($"network {key}: there is no {key}.json in {folder.Path}, and none of that name comes with Boom. 'boom models list' shows those that there are.{string.Concat(unreadable.Select(other => $" {other}"))}");
            else if (manifest.Survey == survey.Key.ToLowerName())
                OpenByPolicy(manifest, options.PolicyOf(manifest));
        }

        return new SurveyNetworks(new NetworkSet(networks, survey, options.Recipe, threads, OpenDevices()), problems);

        IReadOnlyList<DeviceQueue> OpenDevices()
        {
            try
            {
                return options.Choice.Open([.. networks.Select(one => one.Network)], time);
            }
            catch (ModelException fault)
            {
                networks.ForEach(one => one.Network.Dispose());
                throw new PermanentFaultException(fault.Message, fault);
            }
        }

        void OpenByPolicy(ModelManifest manifest, string policy)
        {
            if (ModelsOptions.FindProblem(options.Keys, manifest.Key, policy) is { } problem)
                problems.Add($"network {manifest.Key}: the policy of its manifest: {problem}");
            else if (NetworkPolicy.Parse(policy) is { IsEver: true } parsed)
                Open(manifest, folder, survey, options.Recipe, parsed);
        }

        void Open(ModelManifest manifest, ModelFolder place, ISurvey of, FeatureRecipe recipe, NetworkPolicy policy)
        {
            Network? network = null;
            try
            {
                network = Network.Open(manifest, place.Path);

                // Its columns are known to the survey.
                new NetworkSlot([network], of.CreateFeatures(recipe)).Dispose();
                networks.Add(new ScheduledNetwork(network, policy));
            }
            catch (ModelException fault)
            {
                network?.Dispose();
                problems.Add(fault.Message);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Set.Dispose();
}
