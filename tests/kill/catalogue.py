"""All scenarios: each is tried with every fault of Discord's, and killed at each of its steps."""

from __future__ import annotations

import adopting_scenarios as by_adoptions
import board_scenarios as on_boards
import claim_scenarios as by_claims
import close_request_scenarios as on_questions
import edit_scenarios as on_edits
import file_scenarios as on_configuration
import form_scenarios as on_forms
import migrating_scenarios as by_migrations
import panel_scenarios as on_panels
import rating_scenarios as by_ratings
import reminder_scenarios as by_themselves
import reply_scenarios as on_replies
import report_scenarios as from_menus
import retention_scenarios as in_time
import scenarios as by_members
import staff_scenarios as by_staff
import type_scenarios as on_types
from activity_scenarios import CorrectingWaiting
from scenarios import Closing, Deleting, Opening, OpeningByForm, Reopening, Scenario

#: Members 0 to 2 of the crowd have no ticket, 3 to 5 an open one, 6 to 8 a closed one.
SCENARIOS: dict[str, Scenario] = {
    "opening": Opening(0),
    "opening-by-form": OpeningByForm(0),
    "opening-with-answers": on_forms.Answering(0),
    "opening-with-files": on_forms.AnsweringWithFiles(0),
    "requesting-with-files": on_forms.RequestingWithFiles(0),
    "accepting-files": on_forms.AcceptingFiles(0),
    "refusing-files": on_forms.RefusingFiles(0),
    "opening-elsewhere": by_members.OpeningElsewhere(0),
    "opening-in-vain": by_members.OpeningInVain(0),
    "opening-with-thread": by_members.OpeningWithThread(0),
    "opening-for-member": by_staff.OpeningForMember(0),
    "opening-from-menu": from_menus.OpeningFromMenu(0),
    "reporting": from_menus.Reporting(0),
    "requesting": by_members.Requesting(0),
    "requesting-in-vain": by_members.RequestingInVain(0),
    "accepting": by_members.Accepting(0),
    "refusing": by_members.Refusing(0),
    "withdrawing": by_members.Withdrawing(0),
    "leaving-with-request": by_members.LeavingWithRequest(0),
    "leaving": by_members.Leaving(3),
    "asking-to-close": on_questions.AskingToClose(3),
    "agreeing-to-close": on_questions.AnsweringToClose(3, "Close"),
    "refusing-to-close": on_questions.AnsweringToClose(3, "Not yet"),
    "withdrawing-question": on_questions.AnsweringToClose(3, "Withdraw"),
    "writing-to-stay": on_questions.WritingToStay(3),
    "leaving-unanswered": on_questions.LeavingUnanswered(3),
    "leaving-closes": by_members.LeavingCloses(3),
    "closing": Closing(3),
    "closing-readable": by_members.ClosingReadable(3),
    "closing-elsewhere": by_members.ClosingElsewhere(3),
    "rating": by_ratings.Rating(3),
    "commenting": by_ratings.Commenting(3),
    "asking-in-ticket": by_ratings.AskingInTicket(3),
    "keeping-edits": on_edits.KeepingEdits(3),
    "forgetting-edits": on_edits.ForgettingEdits(3),
    "saving": by_members.Saving(3),
    "saving-files": by_members.SavingFiles(3),
    "saving-by-hand": by_members.SavingByHand(6),
    "reopening": Reopening(6),
    "reopening-own": by_members.ReopeningOwn(6),
    "reopening-elsewhere": by_members.ReopeningElsewhere(6),
    "deleting": Deleting(6),
    "deleting-elsewhere": by_members.DeletingElsewhere(0),
    "deleting-saved": by_members.DeletingSaved(6),
    "deleting-by-closing": by_members.DeletingByClosing(3),
    "deleting-after-closing": in_time.DeletingAfterClosing(6),
    "telling-deletion": in_time.TellingDeletion(6),
    "forgetting-by-retention": in_time.Forgetting(6),
    "correcting-waiting": CorrectingWaiting(3),
    "keeping-open": by_themselves.KeepingOpen(3),
    "reminding-staff": by_themselves.RemindingStaff(3),
    "reminding-opener": by_themselves.RemindingOpener(3),
    "closing-silent": by_themselves.ClosingSilent(3),
    "renaming": by_staff.Renaming(3),
    "adopting": by_adoptions.Adopting(0),
    "migrating": by_migrations.Migrating(0),
    "importing": on_configuration.Importing(0),
    "managing-answers": on_replies.ManagingAnswers(0),
    "sending-answer": on_replies.SendingAnswer(3),
    "adding": by_staff.AddingGuest(3),
    "removing": by_staff.RemovingGuest(3),
    "blocking": by_staff.Blocking(0),
    "unblocking": by_staff.Unblocking(0),
    "choosing-reception": by_staff.ChoosingReception(0),
    "switching": by_staff.Switching(0),
    "bringing-default-back": by_staff.BringingDefaultBack(0),
    "resetting": by_staff.Resetting(0),
    "setting-up": by_staff.SettingUp(0),
    "making-category": by_staff.Making("category"),
    "making-channel": by_staff.Making("transcriptchannel"),
    "repairing": by_staff.Repairing(3),
    "applying-roles": by_staff.ApplyingRoles(3),
    "making-panel": on_panels.MakingPanel(0),
    "using-panel": on_panels.UsingPanel(0),
    "choosing-reason": on_panels.ChoosingReason(0),
    "posting-panel": on_panels.PostingPanel(0),
    "moving-panel": on_panels.MovingPanel(0),
    "changing-panel": on_panels.ChangingPanel(0),
    "attaching-panel": on_panels.AttachingPanel(0),
    "deleting-panel": on_panels.DeletingPanel(0),
    "panel-vanishing": on_panels.PanelVanishing(0),
    "choosing-type": on_types.ChoosingType(0),
    "managing-types": on_types.ManagingTypes(0),
    "managing-form": on_forms.ManagingForm(0),
    "moving-ticket": on_types.MovingTicket(3),
    "moving-elsewhere": on_types.MovingElsewhere(3),
    "claiming": by_claims.Claiming(3),
    "claiming-alone": by_claims.Claiming(3, "read"),
    "claiming-hidden": by_claims.Claiming(3, "hide"),
    "releasing": by_claims.Releasing(3),
    "releasing-alone": by_claims.Releasing(3, "read"),
    "releasing-hidden": by_claims.Releasing(3, "hide"),
    "taking-over": by_claims.TakingOver(3, "read"),
    "handing-over": by_claims.HandingOver(3, "read"),
    "answering-first": by_claims.AnsweringFirst(3, "read"),
    "handler-leaving": by_claims.HandlerLeaving(3, "read"),
    "showing-board": on_boards.ShowingBoard(0),
    "ticket-vanishing": by_staff.TicketVanishing(3),
    "category-vanishing": by_staff.CategoryVanishing(3),
    "archive-vanishing": by_staff.ArchiveVanishing(3),
    "reception-vanishing": by_staff.ReceptionVanishing(3),
    "role-vanishing": by_staff.RoleVanishing(3),
    "forgetting": by_staff.Forgetting(0),
}
#: What may happen at the same time.
ALL_AT_ONCE: tuple[Scenario, ...] = (
    Opening(0),
    OpeningByForm(1),
    Opening(2),
    Closing(3),
    Closing(4),
    Reopening(6),
    Deleting(7),
    Deleting(8),
)
