using Boom.AppHost;

var builder = DistributedApplication.CreateBuilder(args);
if (!SystemPlan.TryRead(builder.Configuration, out var plan, out var problems))
{
    Console.Error.WriteLine(problems);
    return 2;
}

var night = builder.ExecutionContext.IsRunMode ? plan.Player.NightToRead : "";
builder.AddDeploymentTarget();

var servers = await Servers.AddAsync(builder, plan);
var (kafka, valkey, alertDb) = (servers.Kafka, servers.Valkey, servers.AlertDb);

// Collections and indexes, before anything is written.
var indexes = builder.AddTool("indexes", "prepare").On(alertDb);

// The way of an alert: Kafka → consumer → packets queue → alert worker → candids queue → enricher.
foreach (var survey in plan.Surveys)
{
    builder.AddStage<Projects.Boom_Consumer>("consumer", survey, survey.Consumers)
        ?.On(kafka, valkey, alertDb).WaitForCompletion(indexes).WithSignIn().ReadingNight(night).ReadingFrom(servers);
    builder.AddStage<Projects.Boom_AlertWorker>("alert-worker", survey, survey.AlertWorkers)
        ?.On(valkey, alertDb).WaitForCompletion(indexes);
    builder.AddStage<Projects.Boom_Enricher>("enricher", survey, survey.Enrichers)
        ?.On(valkey, alertDb).WaitForCompletion(indexes);
}

// For trials, and for whoever sits at the dashboard: Start runs them, their log is the answer.
if (builder.ExecutionContext.IsRunMode)
{
    if (plan.Player.Enabled)
        builder.AddTool("player", plan.Player.Arguments()).PublishingTo(servers).StartBy(plan.Player.Automatic);
    builder.AddTool("audit", "audit").AskingBroker(servers).On(alertDb).WithExplicitStart();
    builder.AddTool("repair", "audit", "--repair").AskingBroker(servers).On(valkey, alertDb).WithExplicitStart();
    builder.AddTool("replay-dead-letters", "dead-letters", "replay", "--all").On(valkey, alertDb).WithExplicitStart();
}

builder.Build().Run();
return 0;
