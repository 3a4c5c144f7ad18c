using System.CommandLine;
using Tributary.Cli;

// A coordinator waits most of the time: threads that spin for the next request would cost more than waking one. The pool reads it once.
if (args is ["serve", ..]) AppContext.SetData("System.Threading.ThreadPool.UnfairSemaphoreSpinLimit", 0);
var root = new RootCommand(
    "Federated learning for generative and predictive AI: several data owners train one model together, and raw data stays where it is.")
{
    DemoCommand.Create(),
    SimulateCommand.Create(),
    ValidateCommand.Create(),
    GenerateCommand.Create(),
    EvaluateCommand.Create(),
    DataCommand.Create(),
    TokenizerCommand.Create(),
    ExportCommand.Create(),
    ServeCommand.Create(),
    InviteCommand.Create(),
    JoinCommand.Create(),
    ApproveCommand.CreateApprove(),
    ApproveCommand.CreateDecline(),
    SubmitCommand.Create(),
    StatusCommand.Create(),
    CancelCommand.Create(),
    ModelCommand.Create(),
    SitesCommand.Create(),
    RevokeCommand.Create(),
    PeopleCommand.Create(),
    BackupCommand.CreateBackup(),
    BackupCommand.CreateRestore(),
    PrivacyCommand.Create(),
    VerifyCommand.Create(),
    BenchCommand.Create(),
};
return await CommandLine.RunAsync(root, args);
