using System.CommandLine;
using Tributary.Core;
using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary><c>people</c>: who may submit jobs, administer and audit.</summary>
internal static class PeopleCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create() =>
        new("people", "Show, add and remove the people who may submit jobs, administer or audit.") { List(), Add(), Remove() };

    private static Command List()
    {
        Option<string?> profile = FieldOptionSet.As();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("list", "Show them.") { profile, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using CoordinatorConnection connection = Profile.Read(parsed.GetValue(profile)).Connect();
            PeopleMessage people = await connection.GetAsync(Routes.People, ProtocolJson.Default.PeopleMessage, cancellation);
            if (parsed.GetValue(json)) FieldOptionSet.Print(people, ProtocolJson.Default.PeopleMessage);
            else foreach (PersonMessage person in people.People) Console.WriteLine($"{person.Name} ({person.Role})");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Add()
    {
        var name = new Argument<string>("NAME") { Description = "The person: lower-case letters, digits and hyphens." };
        Option<string?> profile = FieldOptionSet.As();
        var role = new Option<string>("--role")
        {
            Description = "'researcher' submits jobs, 'auditor' reads everything, 'admin' lets others in.",
            HelpName = "ROLE",
            Required = true,
        };
        var output = new Option<string>("--out")
        {
            Description = "Where the person's profile is written; a secret.",
            HelpName = "FILE",
            Required = true,
        };
        var command = new Command("add", "Let a person in, and write the profile to give to them.") { name, profile, role, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(output);
            if (File.Exists(path))
                throw new ProblemException(
                    ProblemCodes.UnwritableOutput, "--out", $"The file '{path}' exists, and it may be somebody's access. Name another.");
            Profile own = Profile.Read(parsed.GetValue(profile));
            using CoordinatorConnection connection = own.Connect();
            PersonAnswer answer = await connection.PostAsync(
                Routes.People, new PersonRequest(parsed.GetRequiredValue(name), parsed.GetRequiredValue(role)),
                ProtocolJson.Default.PersonRequest, ProtocolJson.Default.PersonAnswer, cancellation: cancellation);
            (own with { Token = answer.Token }).Write(path);
            Console.WriteLine($"{answer.Name} may work as {answer.Role}. Give them {path}: it is their key, and it is nowhere else.");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Remove()
    {
        var name = new Argument<string>("NAME") { Description = "The person." };
        Option<string?> profile = FieldOptionSet.As();
        var command = new Command("remove", "End a person's access at once.") { name, profile };
        command.SetAction(async (parsed, cancellation) =>
        {
            using CoordinatorConnection connection = Profile.Read(parsed.GetValue(profile)).Connect();
            await connection.DeleteAsync(Routes.Person(parsed.GetRequiredValue(name)), cancellation);
            Console.WriteLine($"{parsed.GetRequiredValue(name)} has no access any more.");
            return ExitCode.Success;
        });
        return command;
    }
}
