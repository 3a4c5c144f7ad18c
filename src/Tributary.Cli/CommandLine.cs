using System.CommandLine;
using System.CommandLine.Parsing;
using Tributary.Agent;
using Tributary.Core;
using Tributary.Models;
using Tributary.Protocol;
using Tributary.Server;
using Tributary.Storage;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Cli;

/// <summary>Runs a command and turns whatever happens into an exit code and, at most, one line an error: never a stack trace.</summary>
internal static class CommandLine
{
    /// <summary>Parses and runs.</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError error in parsed.Errors)
                ProblemPrinter.Print(new Problem(
                    ProblemCodes.WrongCommandLine, "command line",
                    $"{error.Message} Run 'tributary --help', or '--help' after a command, to see what there is."));
            return ExitCode.BadInput;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30), // a coordinator finishes what it is doing
            });
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped.");
            return ExitCode.Failed;
        }
        catch (ProblemException e)
        {
            foreach (Problem problem in e.Problems) ProblemPrinter.Print(problem);
            return ExitCode.BadInput;
        }
        catch (TokenizerException e)
        {
            ProblemPrinter.Print(new Problem(TokenizerProblems.CodeOf(e), "tokenizer", e.Message));
            return ExitCode.BadInput;
        }
        catch (CheckpointException e)
        {
            ProblemPrinter.Print(CheckpointProblem.Of(e, "MODEL"));
            return ExitCode.BadInput;
        }
        catch (ProtocolException e)
        {
            Problem[] problems = [.. e.Problem.Problems ?? [new Problem(e.Problem.Code, "coordinator", e.Problem.Detail)]];
            foreach (Problem problem in problems) ProblemPrinter.Print(problem);
            return ExitCode.BadInput;
        }
        catch (SiteException e)
        {
            foreach (Problem problem in e.Problems) ProblemPrinter.Print(problem);
            return ExitCode.BadInput;
        }
        catch (ServerException e)
        {
            ProblemPrinter.Print(new Problem(e.Code, "coordinator", e.Message));
            return ExitCode.BadInput;
        }
        catch (StorageException e)
        {
            ProblemPrinter.Print(new Problem(e.Code, "store", e.Message));
            return ExitCode.Failed;
        }
        catch (UnreachableException e)
        {
            ProblemPrinter.Print(new Problem(ProblemCodes.Unreachable, "coordinator", e.Message));
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SafetensorsException)
        {
            ProblemPrinter.Print(new Problem(
                ProblemCodes.FileFailed, "files", $"{e.Message} Check the path, its permissions and the space left."));
            return ExitCode.Failed;
        }
#pragma warning disable CA1031 // The last resort: whatever nobody foresaw still ends in a sentence.
        catch (Exception e)
#pragma warning restore CA1031
        {
            ProblemPrinter.Print(new Problem(ProblemCodes.Unforeseen, e.GetType().Name,
                $"{e.Message} Nobody foresaw this. Please report it with the command and the job."));
            return ExitCode.Failed;
        }
    }
}
