using Boom.AppHost;

var builder = DistributedApplication.CreateBuilder(args);
if (!SystemPlan.TryRead(builder.Configuration, out var plan, out var problems))
{
    Console.Error.WriteLine(problems);
    return 2;
}

var night = builder.ExecutionContext.IsRunMode ? plan.Player.NightToRead : "";
builder.AddDeploymentTarget();

// Servers: containers with volumes of their own, or those that run already, by connection string.
var kafka = builder.AddBroker();
var valkey = builder.AddQueueServer();
var alertDb = builder.AddStore();

// Collections and indexes, before anything is written.
var indexes = builder.AddTool("indexes", "prepare").On(alertDb);

// The way of an alert: Kafka → consumer → packets queue → alert worker → candids queue → enricher.
foreach (var survey in plan.Surveys)
{
    builder.AddStage<Projects.Boom_Consumer>("consumer", survey, survey.Consumers)
        ?.On(kafka, valkey, alertDb).WaitForCompletion(indexes).WithSignIn().ReadingNight(night);
    builder.AddStage<Projects.Boom_AlertWorker>("alert-worker", survey, survey.AlertWorkers)
        ?.On(valkey, alertDb).WaitForCompletion(indexes);
    builder.AddStage<Projects.Boom_Enricher>("enricher", survey, survey.Enrichers)
        ?.On(valkey, alertDb).WaitForCompletion(indexes);
}

// For trials, and for whoever sits at the dashboard: Start runs them, their log is the answer.
if (builder.ExecutionContext.IsRunMode)
{
    if (plan.Player.Enabled)
        builder.AddTool("player", plan.Player.Arguments()).On(kafka).WithSignIn().StartBy(plan.Player.Automatic);
    builder.AddTool("audit", "audit").On(kafka, alertDb).WithSignIn().WithExplicitStart();
    builder.AddTool("repair", "audit", "--repair").On(kafka, valkey, alertDb).WithSignIn().WithExplicitStart();
    builder.AddTool("replay-dead-letters", "dead-letters", "replay", "--all").On(valkey, alertDb).WithExplicitStart();
}

builder.Build().Run();
return 0;
